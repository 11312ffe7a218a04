/** Amina, who leads sessions in several labs. */
import { makeId } from '../../src/lib/domain/id.ts';
import { inviteTrainer } from '../../src/lib/server/trainer-devices.ts';
import { addTrainer } from '../../src/lib/server/trainers.ts';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import type { CityServer } from './city-server.ts';

/** Opens the labs in a city that runs, and invites their trainer. Gives the secret of the invitation. */
export function trainerOfLabs(
	{ databaseUrl, dataFolder }: CityServer,
	names: string[]
): Promise<string> {
	const at = { databaseUrl: databaseUrl || undefined, dataFolder };
	return withDatabase(at, async (db) => {
		const labs = names.map((name, n) => ({
			...{ id: makeId(Date.now(), new Uint8Array(10).fill(n + 1)), place: null, name },
			...{ address: 'Carrer Nou 3', made_at: new Date() }
		}));
		await db.insertInto('labs').values(labs).execute();
		const hers = await addTrainer(db, { name: 'Amina', labs: labs.map(({ id }) => id) });
		return (await inviteTrainer(db, hers)) ?? '';
	});
}
