import { error } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/rights.ts';
import { logDeed } from '$lib/server/activity.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { serveMedia } from '$lib/server/media/serve.ts';
import { findShown } from '$lib/server/media/view.ts';
import { mayReach } from '$lib/server/reach.ts';
import type { RequestHandler } from './$types';

/** A recording or photo of a need, for staff only; of a covered photo the copy, but for those who may see all of it: that they did is logged. */
export const GET: RequestHandler = async ({ locals, params: { need, position }, request, url }) => {
	const member = signedInWith(locals, 'needs.read');
	const { db, dataFolder } = city();
	if (!(await mayReach(db, member, need))) error(404, 'not-found');
	const original = url.searchParams.has('original');
	if (original && !mayDo(member.role, 'needs.private')) error(403, 'forbidden');
	const shown = await findShown(db, need, position, { original });
	const answer = shown && (await serveMedia(dataFolder, shown, request));
	if (!answer) error(404, 'not-found');
	if (original && shown.isCovered)
		await db
			.transaction()
			.execute((trx) => logDeed(trx, member.id, 'need.photo-original', `need:${need}`));
	return answer;
};
