import { randomBytes } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { makeId } from '$lib/domain/id.ts';
import type { Language } from '$lib/domain/language.ts';
import { deriveSecrets, readReceiptCode } from '$lib/domain/receipt-code.ts';
import { staffWords } from '$lib/i18n/translator.ts';
import { accessHeaders, accessPage, askPage, erasePage } from '$lib/server/access-page.ts';
import { readEverything } from '$lib/server/access.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { findByCode } from '$lib/server/need-view.ts';
import type { RequestHandler } from './$types';

/** Asks for the receipt code: without a script, on any device. */
export const GET: RequestHandler = async ({ params }) => {
	atCity();
	const lang = params.lang as Language;
	return page(askPage(await staffWords(lang), lang));
};

/** What the city has under a receipt code, to read, to save or to erase. The code is posted, and kept nowhere. */
export const POST: RequestHandler = async ({ params, request }) => {
	const { db, dataFolder, door } = atCity();
	const lang = params.lang as Language;
	const t = await staffWords(lang);
	const form = await request.formData();
	const code = readReceiptCode(textOf(form, 'code')) ?? '';
	const found = await findByCode(db, code);
	if ('problem' in found) return page(askPage(t, lang, 'unknown'), 404);
	const act = textOf(form, 'act');
	if (act === 'ask') return page(erasePage(t, lang, code));
	if (act === 'erase') {
		// the same door and the same letter as a phone's
		const withdrawal = {
			...{
				id: makeId(Date.now(), randomBytes(10)),
				kind: 'withdrawal',
				schema: 1,
				lang,
				media: []
			},
			...{ madeAt: new Date().toISOString(), body: { withdraw: deriveSecrets(code).withdraw } }
		};
		const answer = await door.receive({ v: 1, submissions: [withdrawal] }, new Date(), null);
		if ('refused' in answer || answer.results[0]?.result !== 'accepted')
			throw new Error('an erasure was not taken');
		return page(askPage(t, lang, 'erased'));
	}
	const all = await readEverything(db, dataFolder, found.id);
	if (act !== 'json') return page(accessPage(t, lang, all, code));
	return new Response(JSON.stringify({ ...all.access, files: all.files }, null, '\t'), {
		headers: {
			'content-type': 'application/json',
			'content-disposition': 'attachment; filename="plaza-my-need.json"',
			'cache-control': 'no-store'
		}
	});
};

/** At a hub there is nothing to see: it cannot open what it carries. */
function atCity() {
	const here = city();
	return here.hub ? error(404, 'not-found') : here;
}

function page(html: string, status = 200): Response {
	return new Response(html, { status, headers: accessHeaders });
}
