/** A need posted as a plain form when there is no internet: kept in the outbox, as the page itself would have kept it. */
import { keepDraft } from '$lib/device/drafts.ts';
import { keepNeed, newNeedIdentity } from '$lib/device/needs.ts';
import { judgeNeedInput, readNeedInput } from '$lib/domain/need-form.ts';
import { idSchema } from '$lib/domain/id.ts';
import { readReceiptCode } from '$lib/domain/receipt-code.ts';
import * as v from 'valibot';

/** Is this the form with which a need is told? */
export function isNeedForm(request: Request, url: URL): boolean {
	return request.method === 'POST' && /^\/[a-z]{2}\/needs\/new$/.test(url.pathname);
}

/**
 * Tries the network; without internet a checked form goes to the outbox and the person to her saved need, an
 * unchecked one becomes a draft again.
 */
export async function takeForm(request: Request, url: URL): Promise<Response> {
	const copy = request.clone();
	try {
		return await fetch(request);
	} catch {
		const form = await copy.formData();
		const lang = url.pathname.slice(1, 3);
		const input = readNeedInput(form);
		const { need } = judgeNeedInput(input);
		if (need && url.search === '?/send') {
			const id = await keepNeed(need, lang, identityIn(form));
			return Response.redirect(`/${lang}/needs#${id}`, 303);
		}
		await keepDraft(input);
		return Response.redirect(`/${lang}/needs/new#${need ? 'check' : 'topic'}`, 303);
	}
}

function identityIn(form: FormData) {
	const id = form.get('id');
	const code = readReceiptCode(String(form.get('code')));
	return v.is(idSchema, id) && code ? { id, code } : newNeedIdentity();
}
