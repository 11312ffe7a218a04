/** Plain forms posted when there is no internet, or no city behind it, by pages whose script was not ready yet: they end as the page itself would end them. */
import { keepAudioFile } from '$lib/device/audio-file.ts';
import { keepDraft } from '$lib/device/drafts.ts';
import { draft, listMedia } from '$lib/device/media.ts';
import { keepNeed, newNeedIdentity } from '$lib/device/needs.ts';
import { keepPhoto } from '$lib/device/photo.ts';
import { judgeNeedInput, readNeedInput } from '$lib/domain/need-form.ts';
import { hasVoice } from '$lib/domain/media.ts';
import { idSchema } from '$lib/domain/id.ts';
import { readReceiptCode } from '$lib/domain/receipt-code.ts';
import * as v from 'valibot';

/** Is this the form with which a need is told, or found by its code? */
export function isNeedForm(request: Request, url: URL): boolean {
	return request.method === 'POST' && /^\/[a-z]{2}\/needs\/(new|find)$/.test(url.pathname);
}

/**
 * Tries the network; where the city does not take it a checked form goes to the outbox with its files, and the person to her
 * saved need. An unchecked one, and one of which a file could not be kept, becomes a draft again, where she sees what is
 * there. A code goes back to its page behind the #, where it stays on the phone.
 */
export async function takeForm(request: Request, url: URL): Promise<Response> {
	const copy = request.clone();
	const answer = await fetch(request).catch(() => undefined);
	if (url.pathname.endsWith('find')) return answer ?? backToFind(await copy.formData(), url);
	if (answer && isCitys(answer)) return answer;
	try {
		return await keepForm(await copy.formData(), url);
	} catch (error) {
		// no room for it here: whatever was said is more than nothing
		if (answer) return answer;
		throw error;
	}
}

/**
 * Is it a page of the city's own? Else somebody on the way answered, such as a Wi-Fi that wants a login, or the city is in
 * trouble. One whose disk is full says so itself, with what was typed.
 */
function isCitys({ headers, status }: Response): boolean {
	return headers.has('x-sveltekit-page') && (status < 500 || status === 507);
}

function backToFind(form: FormData, { pathname }: URL): Response {
	return Response.redirect(`${pathname}#${String(form.get('code'))}`, 303);
}

async function keepForm(form: FormData, { pathname, search }: URL): Promise<Response> {
	const lang = pathname.slice(1, 3);
	const input = readNeedInput(form);
	const areKept = await keepFiles(form);
	const { need } = judgeNeedInput(input, hasVoice(await listMedia(draft)));
	if (need && areKept && search === '?/send') {
		const id = await keepNeed(need, lang, identityIn(form), Date.now(), true);
		return Response.redirect(`/${lang}/needs#${id}`, 303);
	}
	await keepDraft(input);
	const screen = need ? (areKept ? 'check' : 'words') : 'topic';
	return Response.redirect(`/${lang}/needs/new#${screen}`, 303);
}

/** Keeps a form's recording and photos for the draft. Gives whether all of them are kept. */
async function keepFiles(form: FormData): Promise<boolean> {
	const filesIn = (name: string) =>
		form.getAll(name).flatMap((value) => (value instanceof File && value.size > 0 ? [value] : []));
	let areKept = true;
	for (const file of filesIn('voice')) {
		if ('problem' in (await keepAudioFile(file))) areKept = false;
	}
	for (const file of filesIn('photo')) {
		if ('problem' in (await keepPhoto(file))) areKept = false;
	}
	return areKept;
}

function identityIn(form: FormData) {
	const id = form.get('id');
	const code = readReceiptCode(String(form.get('code')));
	return v.is(idSchema, id) && code ? { id, code } : newNeedIdentity();
}
