import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { openExport } from '$lib/server/exports.ts';
import { sentFile } from '$lib/server/sent-file.ts';
import type { RequestHandler } from './$types';

/** The file that whoever is signed in has asked for. */
export const GET: RequestHandler = async (event) => {
	const { id } = event.params;
	const staff = signedInWith(event.locals, 'export').id;
	const file = v.is(idSchema, id) && (await openExport(city().db, staff, id, new Date()));
	if (!file) error(404, 'not-found');
	return sentFile(event, 'export', file);
};
