import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { openExport } from '$lib/server/exports.ts';
import { citySignIn } from '$lib/server/sign-in.ts';
import type { RequestHandler } from './$types';

/**
 * The file that whoever is signed in has asked for, written no faster than it is read. It breaks off where her sign-in
 * ends before it does.
 */
export const GET: RequestHandler = async (event) => {
	const { locals, params } = event;
	const { id } = params;
	const staff = signedInWith(locals, 'export').id;
	const file = v.is(idSchema, id) && (await openExport(city().db, staff, id, new Date()));
	if (!file) error(404, 'not-found');
	const utf8 = new TextEncoder();
	const pieces = file.pieces[Symbol.asyncIterator]();
	const body = new ReadableStream<Uint8Array>(
		{
			async pull(stream) {
				if (!(await citySignIn().mayGoOn(event, 'export'))) {
					await pieces.return?.();
					return stream.error(new Error('signed out'));
				}
				const { done, value } = await pieces.next();
				if (done) stream.close();
				else stream.enqueue(typeof value === 'string' ? utf8.encode(value) : value);
			},
			// who breaks off leaves nothing behind that goes on reading
			cancel: async () => void (await pieces.return?.())
		},
		{ highWaterMark: 1 }
	);
	return new Response(body, {
		headers: {
			'content-type': file.type,
			'content-disposition': `attachment; filename="${file.name}"`
		}
	});
};
