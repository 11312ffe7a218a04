/** The cookies of the staff's sign-in, between a request and better-auth. */
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';
import type { RequestEvent } from '@sveltejs/kit';

/** Only the cookies go on: what browser somebody uses is kept in two words only. */
export function cookiesOf({ request }: Pick<RequestEvent, 'request'>): Headers {
	return new Headers({ cookie: request.headers.get('cookie') ?? '' });
}

/** Sets the cookies that better-auth answered with. */
export function setCookies({ cookies }: Pick<RequestEvent, 'cookies'>, headers: Headers): void {
	for (const line of headers.getSetCookie()) {
		for (const [name, attributes] of parseSetCookieHeader(line)) {
			cookies.set(name, attributes.value, {
				...toCookieOptions(attributes),
				path: attributes.path ?? '/staff',
				// the value is encoded already
				encode: (value) => value
			});
		}
	}
}
