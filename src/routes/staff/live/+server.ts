import { error } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/rights.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { mayReach } from '$lib/server/reach.ts';
import { citySignIn } from '$lib/server/sign-in.ts';

/** Milliseconds between two signs that the line stands, at which also the sign-in is looked at again. */
const beat = 25_000;

/**
 * Server-sent events for an open page of the staff: what came or was changed, and with `?need=<id>` who else looks at that
 * need. It ends with the sign-in.
 */
export const GET = async (event) => {
	const { id, name, role } = signedInWith(event.locals, 'needs.read');
	const { db, live } = city();
	const need = event.url.searchParams.get('need') ?? undefined;
	if (!live || (need !== undefined && !(await mayReach(db, { id, role }, need)))) error(404);
	let end: () => void = () => undefined;
	const stream = new ReadableStream<string>({
		start(controller) {
			const leave = live.join({
				staff: { id, name },
				need,
				tell: ({ type, ...rest }) =>
					controller.enqueue(`event: ${type}\ndata: ${JSON.stringify(rest)}\n\n`)
			});
			const beats = setInterval(async () => {
				const member = await citySignIn()
					.member(event)
					.catch(() => undefined);
				if (member && mayDo(member.role, 'needs.read')) return void controller.enqueue(':\n\n');
				end();
				controller.close();
			}, beat);
			end = () => {
				clearInterval(beats);
				leave();
			};
			controller.enqueue('retry: 3000\n\n');
		},
		cancel: () => end()
	});
	return new Response(stream.pipeThrough(new TextEncoderStream()), {
		headers: {
			'content-type': 'text/event-stream',
			// not pressed on the way: each event goes at once
			'cache-control': 'no-store, no-transform'
		}
	});
};
