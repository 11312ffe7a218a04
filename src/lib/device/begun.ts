/** What whoever uses this phone has begun and nobody has yet: on a shared phone it is asked about before it goes. */
import { device } from './database.ts';
import { readDraft } from './drafts.ts';
import { ideaDraftsFact, prioritiesFact, surveysFact } from './joined.ts';
import { draft } from './media.ts';
import { presentSpace } from './spaces.ts';

/**
 * The page on which she goes on with something that leaving would delete, below the language; undefined where nothing would
 * be lost. What lies in a space is found again, except recordings and photos that a trainer has begun for others.
 */
export async function placeOfBegun(): Promise<string | undefined> {
	const owners = (await device.media.orderBy('owner').uniqueKeys()) as string[];
	if (owners.includes('together')) return 'trainer/session/tell';
	if (await presentSpace()) return undefined;
	if ((await readDraft())?.words.trim() || owners.includes(draft)) return 'needs/new#words';
	const facts = await device.facts.bulkGet([ideaDraftsFact, surveysFact, prioritiesFact]);
	if (!facts.some(Boolean) && !owners.some((owner) => owner.includes(' '))) return undefined;
	try {
		return await (await import('./ideas-begun.ts')).placeNearby(owners);
	} catch {
		// its part is not on this phone: she is asked rather than not
		return 'neighbourhood';
	}
}
