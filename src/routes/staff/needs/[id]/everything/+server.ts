import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { staffWords } from '$lib/i18n/translator.ts';
import { accessHeaders, accessPage } from '$lib/server/access-page.ts';
import { readEverything } from '$lib/server/access.ts';
import { logActivity } from '$lib/server/activity.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import type { RequestHandler } from './$types';

/** All that the city has of a need, for a person who asks for it at the desk; that it was looked up is logged. */
export const GET: RequestHandler = async ({ locals, params: { id }, url }) => {
	const { id: staff, lang } = signedInWith(locals, 'needs.private');
	const { db, dataFolder } = city();
	const all = v.is(idSchema, id) ? await readEverything(db, dataFolder, id) : undefined;
	if (!all?.access['needs']) error(404, 'not-found');
	await db
		.transaction()
		.execute((trx) => logActivity(trx, { staff, action: 'need.access', subject: `need:${id}` }));
	if (url.searchParams.get('as') !== 'json')
		return new Response(accessPage(await staffWords(lang), lang, all), {
			headers: accessHeaders
		});
	return new Response(JSON.stringify({ ...all.access, files: all.files }, null, '\t'), {
		headers: {
			'content-type': 'application/json',
			'content-disposition': 'attachment; filename="plaza-need.json"'
		}
	});
};
