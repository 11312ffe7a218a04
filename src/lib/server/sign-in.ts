/**
 * Sign-in of the staff: better-auth on the city's own tables. Its web doors are not mounted; form actions call it here.
 * A sign-in ends after 30 minutes without a page, and after 12 hours in any case. Whoever has a second factor is only
 * halfway in by her password.
 */
import { APIError } from 'better-auth/api';
import type { RequestEvent } from '@sveltejs/kit';
import { mayDo, type Right } from '../domain/rights.ts';
import { logActivity } from './activity.ts';
import { city, type City } from './city.ts';
import type { Database } from './database.ts';
import { deviceWords } from './device-words.ts';
import { lacksFactor } from './factor-duty.ts';
import { checkPasskey } from './passkeys.ts';
import { secondFactorOf, useCode } from './second-factor.ts';
import { makeAuth } from './sign-in-auth.ts';
import { cookiesOf, setCookies } from './sign-in-cookies.ts';
import { countTry, forgetTries } from './sign-in-limits.ts';
import { endSignIn, logOwn, noteWrongPassword } from './sign-in-log.ts';
import { readStaffSecret } from './staff-secret.ts';
import { isPasswordOf, memberOf, setPassword, type StaffMember } from './staff.ts';

const longestMilliseconds = 12 * 60 * 60 * 1000;
/** How long a password that was right waits for its second factor. */
const halfMilliseconds = 10 * 60 * 1000;

/** What of a request the sign-in needs. */
export type SignInEvent = Pick<RequestEvent, 'request' | 'url' | 'cookies' | 'getClientAddress'>;

export type SignIn = ReturnType<typeof openSignIn>;

/** Why somebody is not in yet. `second`: the password was right, and the second factor is asked for. */
export type Refusal =
	{ problem: 'sign-in' | 'second' | 'code' | 'passkey' } | { problem: 'too-many'; minutes: number };

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

	/**
	 * The sign-in of a request as it stands, also one that is only half.
	 * @param moves does it move the end of a quiet half hour?
	 */
	async function read(event: SignInEvent, moves = true) {
		const { headers, response } = await authFor(event).api.getSession({
			headers: cookiesOf(event),
			query: { disableRefresh: !moves },
			returnHeaders: true
		});
		setCookies(event, headers);
		if (!response) return undefined;
		const { session, user } = response;
		const longest = session.half ? halfMilliseconds : longestMilliseconds;
		if (Date.now() - session.createdAt.getTime() <= longest) {
			return { id: session.id, half: session.half === true, member: memberOf(user) };
		}
		await close(event);
		return undefined;
	}

	async function close(event: SignInEvent): Promise<void> {
		const { headers } = await authFor(event).api.signOut({
			headers: cookiesOf(event),
			returnHeaders: true
		});
		setCookies(event, headers);
	}

	/** A new sign-in, with a secret of its own, for who has shown who she is. */
	async function open(event: SignInEvent, staff: string, by: 'app' | 'recovery' | 'passkey') {
		await close(event);
		const { headers, token } = await make(event, staff);
		await settle(event, staff, token, by);
		setCookies(event, headers);
	}

	async function make(event: SignInEvent, staff: string) {
		const { headers, response } = await authFor(event).api.openSignIn({
			body: { staff },
			headers: cookiesOf(event),
			returnHeaders: true
		});
		return { headers, token: response.token };
	}

	async function settle(event: SignInEvent, staff: string, token: string, by: string) {
		const now = new Date();
		await db.transaction().execute(async (trx) => {
			await keepDevice(trx, event, token);
			await trx.updateTable('staff').set({ signed_in_at: now }).where('id', '=', staff).execute();
			await trx.deleteFrom('staff_sign_ins').where('expires_at', '<', now).execute();
			await logActivity(trx, {
				staff,
				action: 'staff.signed-in',
				subject: `staff:${staff}`,
				detail: { by }
			});
		});
	}

	return {
		/**
		 * Signs in and sets the cookie. The problem is the same for an unknown account and a wrong password, and takes as
		 * long; after too many tries it says how many minutes to wait.
		 */
		async enter(event: SignInEvent, email: string, password: string): Promise<Refusal | undefined> {
			const address = event.getClientAddress();
			const minutes = await countTry(email, address);
			if (minutes !== undefined) return { problem: 'too-many', minutes };
			let entered;
			try {
				entered = await authFor(event).api.signInEmail({
					body: { email, password },
					headers: cookiesOf(event),
					returnHeaders: true
				});
			} catch (error) {
				if (!isRefusal(error)) throw error;
				noteWrongPassword(db, email);
				return { problem: 'sign-in' };
			}
			const { headers, response } = entered;
			await forgetTries(email, address);
			const { id } = response.user;
			if (await secondFactorOf(db, id)) {
				const half = { half: true };
				await db
					.updateTable('staff_sign_ins')
					.set(half)
					.where('token', '=', response.token)
					.execute();
				setCookies(event, headers);
				return { problem: 'second' };
			}
			await settle(event, id, response.token, 'password');
			setCookies(event, headers);
			return undefined;
		},

		/** Whose password was right, and who has not shown her second factor yet. */
		async halfway(event: SignInEvent): Promise<StaffMember | undefined> {
			const there = await read(event);
			return there?.half ? there.member : undefined;
		},

		/** Signs in who is halfway, by what she typed: a code of her app or a recovery code. Each opens once. */
		async enterByCode(event: SignInEvent, typed: string): Promise<Refusal | undefined> {
			const member = await this.halfway(event);
			if (!member) return { problem: 'sign-in' };
			const address = event.getClientAddress();
			const name = `second factor of ${member.id}`;
			const minutes = await countTry(name, address);
			if (minutes !== undefined) return { problem: 'too-many', minutes };
			const by = await useCode(db, secret, member.id, typed, new Date());
			if (!by) {
				await logOwn(db, member.id, 'staff.code-refused');
				return { problem: 'code' };
			}
			await forgetTries(name, address);
			await open(event, member.id, by);
			return undefined;
		},

		/** Signs in by a passkey alone, or by it after the password. */
		async enterByPasskey(event: SignInEvent, answer: string): Promise<Refusal | undefined> {
			const address = event.getClientAddress();
			const minutes = await countTry(`passkeys at ${address}`, address);
			if (minutes !== undefined) return { problem: 'too-many', minutes };
			const staff = await checkPasskey(db, secret, event.url, answer, new Date());
			if (!staff) return { problem: 'passkey' };
			await forgetTries(`passkeys at ${address}`, address);
			await open(event, staff, 'passkey');
			return undefined;
		},

		/**
		 * Who is signed in with this request, if anybody; each page moves the end of a quiet half hour.
		 * @param moves false for what an open page asks by itself
		 * @returns `member` may work. `lacking` is in by her password alone where the city asks a second factor of all: she
		 * may only set one up.
		 */
		async whoIsIn(
			event: SignInEvent,
			moves = true
		): Promise<{ member?: StaffMember; lacking?: StaffMember }> {
			const there = await read(event, moves);
			if (!there || there.half) return {};
			const { member } = there;
			return (await lacksFactor(db, member.id)) ? { lacking: member } : { member };
		},

		/** May an answer that is on its way go on? Only while its sign-in holds and has the right; it moves no end. */
		async mayGoOn(event: SignInEvent, right: Right): Promise<boolean> {
			const { member } = await this.whoIsIn(event, false).catch(() => ({ member: undefined }));
			return member !== undefined && mayDo(member.role, right);
		},

		/** The id of this request's own sign-in. */
		async own(event: SignInEvent): Promise<string | undefined> {
			return (await read(event))?.id;
		},

		/** Ends the sign-in of this request, here and in the database. */
		async leave(event: SignInEvent): Promise<void> {
			const there = await read(event);
			if (there && !there.half) await endSignIn(db, there.member.id, there.id);
			await close(event);
		},

		/** Changes the password of who is signed in and ends her sign-ins elsewhere. False when the old one is not right. */
		async changePassword(event: SignInEvent, current: string, next: string): Promise<boolean> {
			const there = await read(event);
			if (!there || there.half) return false;
			const staff = there.member.id;
			if (!(await isPasswordOf(db, staff, current))) {
				await logOwn(db, staff, 'staff.password-refused');
				return false;
			}
			await db.transaction().execute((trx) => setPassword(trx, staff, next, staff));
			const { headers, token } = await make(event, staff);
			await keepDevice(db, event, token);
			setCookies(event, headers);
			return true;
		}
	};
}

async function keepDevice(db: Database, { request }: SignInEvent, token: string): Promise<void> {
	const device = deviceWords(request.headers.get('user-agent'));
	await db.updateTable('staff_sign_ins').set({ device }).where('token', '=', token).execute();
}

function isRefusal(error: unknown): boolean {
	return error instanceof APIError && error.statusCode < 500;
}
