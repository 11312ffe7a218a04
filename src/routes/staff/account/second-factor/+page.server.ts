import { fail, type RequestEvent } from '@sveltejs/kit';
import { logActivity, type ActivityAction } from '$lib/server/activity.ts';
import { signedInToSetUp } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import type { Database } from '$lib/server/database.ts';
import { isFactorRequired, isLastRequired } from '$lib/server/factor-duty.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readFormWithFiles } from '$lib/server/form-with-files.ts';
import { keptOf } from '$lib/server/kept-fields.ts';
import { ownPasswordProblem } from '$lib/server/own-password.ts';
import { keepPasskey, listPasskeys, passkeyToMake, removePasskey } from '$lib/server/passkeys.ts';
import {
	addApp,
	firstRecoveryCodes,
	newRecoveryCodes,
	removeApp,
	secondFactorOf
} from '$lib/server/second-factor.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';
import { citySignIn } from '$lib/server/sign-in.ts';
import { readStaffSecret } from '$lib/server/staff-secret.ts';
import type { StaffMember } from '$lib/server/staff.ts';
import { newTotpSecret, readBase32, totpAddress } from '$lib/server/totp.ts';
import { drawQr, quietZone } from '$lib/ui/qr.ts';

const steps = ['app', 'appoff', 'codes', 'passkey', 'passkeyoff'] as const;
const longestName = 60;
/** Bytes of a form that is read for its words. */
const largestKept = 3 * 1024 * 1024;
const staysLast = { problems: { step: { code: 'second-factor-last' } } };

export const load = async ({ locals, url }) => {
	const member = signedInToSetUp(locals);
	const { db, dataFolder } = city();
	const step = steps.find((name) => url.searchParams.has(name));
	return {
		step,
		// she came in without one, and may not go on before she has one
		isHeld: locals.lacking !== undefined,
		isRequired: await isFactorRequired(db),
		factor: await secondFactorOf(db, member.id),
		passkeys: await listPasskeys(db, member.id),
		passkey: url.searchParams.get('passkeyoff') ?? '',
		app: step === 'app' ? await appToSetUp(member, newTotpSecret()) : undefined,
		toMake:
			step === 'passkey'
				? await passkeyToMake(db, readStaffSecret(dataFolder), url, member, new Date())
				: undefined,
		email: member.email
	};
};

export const actions = {
	// what was posted elsewhere by who may not go on is shown, so that it is not lost: its sentences, not what was chosen
	kept: async ({ locals, request }) => {
		signedInToSetUp(locals);
		const { form } = await readFormWithFiles(request, largestKept);
		const written = keptOf(form).filter(({ value }) => /\S\s+\S/.test(value));
		return fail(401, { kept: written.map(({ value }) => value) });
	},
	app: async (event) =>
		change(event, 'staff.app-added', async (trx, { member, form, secret, now }) => {
			const own = textOf(form, 'secret');
			if (await addApp(trx, secret, member.id, own, textOf(form, 'code'), now)) return undefined;
			const known = readBase32(own)?.length === 20 ? own : newTotpSecret();
			return { problems: { code: { code: 'app-code' } }, app: await appToSetUp(member, known) };
		}),
	appoff: async (event) =>
		change(event, 'staff.app-removed', async (trx, { member }) => {
			if (await isLastRequired(trx, member.id)) return staysLast;
			await removeApp(trx, member.id);
			return undefined;
		}),
	codes: async (event) =>
		change(event, 'staff.recovery-codes-made', async (trx, { member }) =>
			(await secondFactorOf(trx, member.id)) ? undefined : { problems: {} }
		),
	passkey: async (event) =>
		change(event, 'staff.passkey-added', async (trx, { member, form, secret, now }) => {
			const name = textOf(form, 'name').trim().slice(0, longestName) || member.name;
			const made = { staff: member.id, name, answer: textOf(form, 'answer') };
			if (await keepPasskey(trx, secret, event.url, made, now)) return undefined;
			return { problems: { answer: { code: 'passkey-made' } } };
		}),
	passkeyoff: async (event) =>
		change(event, 'staff.passkey-removed', async (trx, { member, form }) => {
			if (await isLastRequired(trx, member.id)) return staysLast;
			const id = textOf(form, 'id');
			return (await removePasskey(trx, member.id, id)) ? undefined : { problems: {} };
		})
};

interface Given {
	member: StaffMember;
	form: FormData;
	/** The city's own, that of the staff's cookies. */
	secret: string;
	now: Date;
}

/**
 * Changes what stands behind a member's password, in one transaction with its entry in the log, once it was given. Her
 * sign-ins on other browsers end.
 */
async function change<Refusal extends object>(
	event: RequestEvent,
	action: ActivityAction,
	act: (trx: Database, given: Given) => Promise<Refusal | undefined>
) {
	const member = signedInToSetUp(event.locals);
	const form = await event.request.formData();
	const shown = textOf(form, 'secret');
	const app = readBase32(shown)?.length === 20 ? await appToSetUp(member, shown) : undefined;
	const problem = await ownPasswordProblem(event, member, form);
	if (problem) return fail('minutes' in problem ? 429 : 400, { ...problem, app });
	const { db, dataFolder } = city();
	const given = { member, form, secret: readStaffSecret(dataFolder), now: new Date() };
	const own = await citySignIn().own(event);
	const result = await db.transaction().execute(async (trx) => {
		const refusal = await act(trx, given);
		if (refusal) return { refusal };
		const adds = action.endsWith('-added');
		const made = action === 'staff.recovery-codes-made';
		const recovery = made
			? await newRecoveryCodes(trx, member.id)
			: adds && (await firstRecoveryCodes(trx, member.id));
		// whoever is in elsewhere came in without what stands behind the password now
		await trx
			.deleteFrom('staff_sign_ins')
			.where('staff_id', '=', member.id)
			.where('id', '!=', own ?? '')
			.execute();
		await logActivity(trx, { staff: member.id, action, subject: `staff:${member.id}` });
		return { recovery: recovery || undefined };
	});
	if (result.refusal) return fail(400, result.refusal);
	return { done: true as const, recovery: result.recovery };
}

/** A secret as an app takes it: as a picture, or typed in groups of four. */
async function appToSetUp({ email, lang }: StaffMember, secret: string) {
	const name = cityNameIn(await readSettings(city().db), lang);
	const address = totpAddress(secret, name ? `Plaza ${name}` : 'Plaza', email);
	return {
		secret,
		groups: secret.replace(/(.{4})(?=.)/g, '$1 '),
		code: { ...drawQr(address), quiet: quietZone }
	};
}
