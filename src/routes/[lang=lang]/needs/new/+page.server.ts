import { fail } from '@sveltejs/kit';
import { idSchema, makeId } from '$lib/domain/id.ts';
import type { NeedIdentity } from '$lib/domain/need-envelope.ts';
import { judgeNeedInput, readNeedInput, type NeedFormInput } from '$lib/domain/need-form.ts';
import { makeReceiptCode, readReceiptCode } from '$lib/domain/receipt-code.ts';
import { city } from '$lib/server/city.ts';
import { readFormMedia, type FormMediaProblem } from '$lib/server/form-media.ts';
import { readFormWithFiles } from '$lib/server/form-with-files.ts';
import { listNeighbourhoods } from '$lib/server/neighbourhoods.ts';
import { receiveForm } from '$lib/server/receive-form.ts';
import { readSettings } from '$lib/server/settings.ts';
import * as v from 'valibot';

/** Why the check page comes back: without words it needs a recording, or the files cannot be taken as they are. */
export type CheckProblem = 'blank' | 'files' | FormMediaProblem;

export const load = async () => {
	const { db } = city();
	const [neighbourhoods, { asks }] = await Promise.all([listNeighbourhoods(db), readSettings(db)]);
	return { neighbourhoods, asks };
};

export const actions = {
	/**
	 * Without the page's script: what was typed comes back to be checked, with the identity that makes a second tap the same
	 * need. Voice and photos are added there, because a form cannot hand files on.
	 */
	check: async ({ request }) => {
		const { form } = await readFormWithFiles(request);
		const input = readNeedInput(form);
		const { problems } = judgeNeedInput(input, true);
		if (problems) return fail(422, { view: 'write' as const, input, problems });
		return checkPage(input, newIdentity());
	},
	send: async ({ request, params }) => {
		const { form, tooLarge } = await readFormWithFiles(request);
		const input = readNeedInput(form);
		const identity = identityIn(form) ?? newIdentity();
		const again = (status: number, problem: CheckProblem) =>
			fail(status, checkPage(input, identity, problem));
		if (tooLarge) return again(413, 'files');
		const files = await readFormMedia(form);
		if ('problem' in files) return again(422, files.problem);
		const { media } = files;
		const hasVoice = media.some(({ item }) => item.role === 'voice');
		const { need, problems } = judgeNeedInput(input, hasVoice);
		if (problems?.every((problem) => problem === 'blank')) return again(422, 'blank');
		if (problems) return fail(422, { view: 'write' as const, input, problems });
		const taken = await receiveForm(city(), need, params.lang, identity, new Date(), media);
		if (taken === 'no-room') return again(507, taken);
		// one that was sent already and then changed gets an identity of its own
		if (taken === 'other-need') return fail(409, checkPage(input, newIdentity()));
		return { view: 'sent' as const, code: identity.code, taken };
	}
};

function checkPage(input: NeedFormInput, identity: NeedIdentity, problem?: CheckProblem) {
	return { view: 'check' as const, input, identity, problem };
}

function newIdentity(): NeedIdentity {
	const random = crypto.getRandomValues(new Uint8Array(20));
	return {
		id: makeId(Date.now(), random.subarray(0, 10)),
		code: makeReceiptCode(random.subarray(10))
	};
}

function identityIn(form: FormData): NeedIdentity | undefined {
	const id = form.get('id');
	const code = readReceiptCode(String(form.get('code')));
	return v.is(idSchema, id) && code ? { id, code } : undefined;
}
