/**
 * Sign-in of the staff: better-auth on the city's own tables. Its web doors are not mounted; form actions call it here.
 * A sign-in ends after 30 minutes without a page, and after 12 hours in any case.
 */
import { randomBytes } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';
import type { RequestEvent } from '@sveltejs/kit';
import { makeId } from '../domain/id.ts';
import { city, type City } from './city.ts';
import type { Database } from './database.ts';
import { longestPassword, shortestPassword } from './password.ts';
import { countTry, forgetTries } from './sign-in-limits.ts';
import { readStaffSecret } from './staff-secret.ts';
import { memberOf, type StaffMember } from './staff.ts';

const idleSeconds = 30 * 60;
const longestMilliseconds = 12 * 60 * 60 * 1000;

/** What of a request the sign-in needs. */
export type SignInEvent = Pick<RequestEvent, 'request' | 'url' | 'cookies' | 'getClientAddress'>;

export type SignIn = ReturnType<typeof openSignIn>;

const opened = new WeakMap<City, SignIn>();

/** The sign-in of the city that is open. */
export function citySignIn(): SignIn {
	const here = city();
	const signIn = opened.get(here) ?? openSignIn(here.db, readStaffSecret(here.dataFolder));
	opened.set(here, signIn);
	return signIn;
}

/** Makes the sign-in of a city. */
export function openSignIn(db: Database, secret: string) {
	// the cookie's name and its Secure flag follow the request: one hub is reached by http and by https
	const plain = makeAuth(db, secret, false);
	const secure = makeAuth(db, secret, true);
	const authFor = ({ url }: SignInEvent) => (url.protocol === 'https:' ? secure : plain);

	return {
		/**
		 * Signs in and sets the cookie. The problem is the same for an unknown account and a wrong password, and takes as
		 * long; after too many tries it says how many minutes to wait.
		 */
		async enter(
			event: SignInEvent,
			email: string,
			password: string
		): Promise<{ problem: 'sign-in' } | { problem: 'too-many'; minutes: number } | undefined> {
			const address = event.getClientAddress();
			const minutes = await countTry(email, address);
			if (minutes !== undefined) return { problem: 'too-many', minutes };
			try {
				const { headers } = await authFor(event).api.signInEmail({
					body: { email, password },
					headers: cookiesOf(event),
					returnHeaders: true
				});
				setCookies(event, headers);
			} catch (error) {
				if (isRefusal(error)) return { problem: 'sign-in' };
				throw error;
			}
			await forgetTries(email, address);
			await db.deleteFrom('staff_sign_ins').where('expires_at', '<', new Date()).execute();
			return undefined;
		},

		/** Who is signed in with this request, if anybody; each page moves the end of a quiet half hour. */
		async member(event: SignInEvent): Promise<StaffMember | undefined> {
			const { headers, response } = await authFor(event).api.getSession({
				headers: cookiesOf(event),
				returnHeaders: true
			});
			setCookies(event, headers);
			if (!response) return undefined;
			const age = Date.now() - response.session.createdAt.getTime();
			if (age > longestMilliseconds) {
				await this.leave(event);
				return undefined;
			}
			return memberOf(response.user);
		},

		/** Ends the sign-in of this request, here and in the database. */
		async leave(event: SignInEvent): Promise<void> {
			const { headers } = await authFor(event).api.signOut({
				headers: cookiesOf(event),
				returnHeaders: true
			});
			setCookies(event, headers);
		},

		/** Changes the password of who is signed in and ends her sign-ins elsewhere. False when the old one is not right. */
		async changePassword(event: SignInEvent, current: string, next: string): Promise<boolean> {
			try {
				const { headers } = await authFor(event).api.changePassword({
					body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
					headers: cookiesOf(event),
					returnHeaders: true
				});
				setCookies(event, headers);
				return true;
			} catch (error) {
				if (isRefusal(error)) return false;
				throw error;
			}
		}
	};
}

function makeAuth(db: Database, secret: string, secure: boolean) {
	const times = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;
	return betterAuth({
		appName: 'Plaza',
		// asked for, but without its web doors nothing is made of it
		baseURL: 'http://localhost',
		secret,
		database: { db, type: 'postgres', transaction: true },
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: shortestPassword,
			maxPasswordLength: longestPassword
		},
		user: {
			modelName: 'staff',
			fields: { emailVerified: 'email_verified', ...times },
			additionalFields: {
				role: { type: 'string', required: true, input: false },
				lang: { type: 'string', required: true, input: false }
			}
		},
		session: {
			modelName: 'staff_sign_ins',
			fields: {
				userId: 'staff_id',
				expiresAt: 'expires_at',
				ipAddress: 'ip_address',
				userAgent: 'user_agent',
				...times
			},
			expiresIn: idleSeconds,
			updateAge: 60
		},
		account: {
			modelName: 'staff_accounts',
			fields: {
				accountId: 'account_id',
				providerId: 'provider_id',
				userId: 'staff_id',
				accessToken: 'access_token',
				refreshToken: 'refresh_token',
				idToken: 'id_token',
				accessTokenExpiresAt: 'access_token_expires_at',
				refreshTokenExpiresAt: 'refresh_token_expires_at',
				...times
			}
		},
		verification: {
			modelName: 'staff_verifications',
			fields: { expiresAt: 'expires_at', ...times }
		},
		advanced: {
			cookiePrefix: 'plaza',
			useSecureCookies: secure,
			defaultCookieAttributes: { path: '/staff', httpOnly: true, sameSite: 'lax' },
			ipAddress: { disableIpTracking: true },
			database: { generateId: () => makeId(Date.now(), randomBytes(10)) }
		},
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		logger: { disabled: true }
	});
}

/** Only the cookies go on: what browser somebody uses is not kept. */
function cookiesOf({ request }: SignInEvent): Headers {
	return new Headers({ cookie: request.headers.get('cookie') ?? '' });
}

function setCookies({ cookies }: SignInEvent, headers: Headers): void {
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

function isRefusal(error: unknown): boolean {
	return error instanceof APIError && error.statusCode < 500;
}
