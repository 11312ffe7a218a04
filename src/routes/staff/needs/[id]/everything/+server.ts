import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { staffWords } from '$lib/i18n/translator.ts';
import { accessHeaders, accessPage } from '$lib/server/access-page.ts';
import { readAccess, readOwnFiles } from '$lib/server/access.ts';
import { logActivity } from '$lib/server/activity.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import type { RequestHandler } from './$types';

/** All that the city has of a need, for a person who asks for it at the desk; that it was looked up is logged. */
export const GET: RequestHandler = async ({ locals, params: { id }, url }) => {
	const { id: staff, lang } = signedInWith(locals, 'needs.private');
	const { db, dataFolder } = city();
	const access = v.is(idSchema, id) ? await readAccess(db, id) : {};
	if (!access['needs']) error(404, 'not-found');
	await db
		.transaction()
		.execute((trx) => logActivity(trx, { staff, action: 'need.access', subject: `need:${id}` }));
	const files = await readOwnFiles(db, dataFolder, id);
	if (url.searchParams.get('as') !== 'json')
		return new Response(accessPage(await staffWords(lang), lang, access, files), {
			headers: accessHeaders
		});
	return new Response(JSON.stringify({ ...access, files }, null, '\t'), {
		headers: {
			'content-type': 'application/json',
			'content-disposition': 'attachment; filename="plaza-need.json"'
		}
	});
};
