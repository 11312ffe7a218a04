import { cryptography } from '$lib/device/cryptography.ts';
import { readTrainer, trainerKey } from '$lib/device/trainer.ts';
import { makeCards, notePrinted, readMembers, replaceCard } from '$lib/device/trainer-group.ts';
import {
	forgetMember,
	joinMembers,
	mergeCopy,
	readGroup,
	renameMember
} from '$lib/device/trainer-past.ts';
import {
	makeBackupSecret,
	openGroup,
	readBackupSecret,
	sealGroup
} from '$lib/domain/trainer-backup.ts';

export type GroupDesk = NonNullable<Awaited<ReturnType<typeof openGroupDesk>>>;

/** What came of opening a sealed copy. */
export type Restored = Awaited<ReturnType<typeof mergeCopy>> | 'other' | 'no-fit' | 'no-secret';

/** What the trainer who is signed in on this device can do with her group and its cards; undefined where nobody is. */
export async function openGroupDesk() {
	const [trainer, key] = [await readTrainer(), await trainerKey()];
	if (!trainer || key === undefined) return undefined;
	const crypt = await cryptography();
	const opener = { crypt, key };
	return {
		labs: trainer.labs,
		members: () => readMembers(opener),
		group: () => readGroup(opener),
		make: (lab: string, many: number) => makeCards(opener, lab, many),
		printed: (cards: readonly string[]) => notePrinted(opener, cards),
		replace: (card: string) => replaceCard(opener, card),
		rename: (member: string, nickname: string) => renameMember(opener, member, nickname),
		join: (one: string, other: string) => joinMembers(opener, one, other),
		forget: (member: string) => forgetMember(opener, member),
		seal: async () => {
			const secret = makeBackupSecret(crypt);
			return { secret, file: await sealGroup(crypt, secret, await readGroup(opener)) };
		},
		restore: async (file: string, typed: string): Promise<Restored> => {
			const secret = readBackupSecret(typed);
			if (secret === undefined) return 'no-secret';
			const copy = await openGroup(crypt, secret, file);
			return typeof copy === 'string' ? copy : mergeCopy(opener, copy);
		}
	};
}
