import { error } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { mayReach } from '$lib/server/reach.ts';
import { citySignIn } from '$lib/server/sign-in.ts';

/** Milliseconds between two signs that the line stands, at which also the sign-in is looked at again. */
const beat = 25_000;

/**
 * Server-sent events for an open page of the staff: what came or was changed, and with `?need=<id>` who else looks at that
 * need. It ends with the sign-in, at once where that is ended by somebody.
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
					controller.enqueue(`event: ${type}\ndata: ${JSON.stringify(rest)}\n\n`),
				look: () => void look()
			});
			let isOver = false;
			const look = async () => {
				const mayStay = await citySignIn().mayGoOn(event, 'needs.read');
				// whoever closed the page meanwhile is told nothing more
				if (isOver) return;
				if (mayStay) return controller.enqueue(':\n\n');
				end();
				controller.close();
			};
			const beats = setInterval(look, beat);
			end = () => {
				isOver = true;
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
