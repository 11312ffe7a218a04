/** Where what is told on a page is kept: as this phone's person's own, or as what a trainer tells for others. */
import type { NeedIdentity } from '$lib/domain/need-envelope.ts';
import type { NeedForm, NeedFormInput } from '$lib/domain/need-form.ts';
import { inputOf } from './draft-keeper.ts';

export interface Telling {
	/** What was begun, as it stood in the form; `typed` is there already. */
	begun(typed: NeedFormInput): Promise<NeedFormInput | undefined>;
	keepDraft(typed: NeedFormInput): Promise<void>;
	newNeedIdentity(): NeedIdentity;
	/**
	 * Keeps the need and ends the draft. Gives the need's id.
	 * @throws when the phone has no room; then nothing is kept and the draft stays
	 */
	keepNeed(need: NeedForm, lang: string, identity?: NeedIdentity): Promise<string>;
}

/** This phone's own. */
export async function ownTelling(): Promise<Telling> {
	const [{ readDraft, keepDraft }, { keepNeed, newNeedIdentity }] = await Promise.all([
		import('$lib/device/drafts.ts'),
		import('$lib/device/needs.ts')
	]);
	const begun = async (typed: NeedFormInput) => {
		const draft = await readDraft();
		return draft && inputOf(draft, typed);
	};
	return { begun, keepDraft, keepNeed, newNeedIdentity };
}
