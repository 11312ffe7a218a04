/** How better-auth keeps the staff's sign-ins in the city's own tables. */
import { randomBytes } from 'node:crypto';
import { betterAuth, type BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import * as v from 'valibot';
import { makeId } from '../domain/id.ts';
import type { Database } from './database.ts';
import { longestPassword, shortestPassword } from './password.ts';

const idleSeconds = 30 * 60;

/** Opens a sign-in for who has shown in another way who she is: `serverOnly`, so no address on the web leads here. */
const withoutPassword = {
	id: 'plaza-without-password',
	endpoints: {
		openSignIn: createAuthEndpoint.serverOnly(
			{ method: 'POST', body: v.object({ staff: v.string() }) },
			async (context) => {
				const { internalAdapter } = context.context;
				const user = await internalAdapter.findUserById(context.body.staff);
				if (!user) throw new APIError('UNAUTHORIZED');
				const session = await internalAdapter.createSession(user.id);
				await setSessionCookie(context, { session, user });
				return context.json({ token: session.token });
			}
		)
	}
} satisfies BetterAuthPlugin;

/**
 * better-auth for one kind of address.
 * @param secure whether its cookie is for https only
 */
export function makeAuth(db: Database, secret: string, secure: boolean) {
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
				lang: { type: 'string', required: true, input: false },
				department: { type: 'string', required: false, input: false }
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
			additionalFields: { half: { type: 'boolean', required: false, input: false } },
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
		plugins: [withoutPassword],
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		logger: { disabled: true }
	});
}
