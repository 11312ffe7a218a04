import { fail } from '@sveltejs/kit';
import { makeId } from '$lib/domain/id.ts';
import { judgeNeedInput, readNeedInput } from '$lib/domain/need-form.ts';
import { makeReceiptCode } from '$lib/domain/receipt-code.ts';
import { city } from '$lib/server/city.ts';
import { listNeighbourhoods } from '$lib/server/neighbourhoods.ts';
import { receiveForm } from '$lib/server/receive-form.ts';

export const load = async () => ({ neighbourhoods: await listNeighbourhoods(city().db) });

export const actions = {
	/** Without the page's script: what was typed comes back to be checked, with the identity that makes a second tap the same need. */
	check: async ({ request }) => {
		const input = readNeedInput(await request.formData());
		const { problems } = judgeNeedInput(input);
		if (problems) return fail(422, { view: 'write' as const, input, problems });
		const random = crypto.getRandomValues(new Uint8Array(20));
		const identity = {
			id: makeId(Date.now(), random.subarray(0, 10)),
			code: makeReceiptCode(random.subarray(10))
		};
		return { view: 'check' as const, input, identity };
	},
	send: async ({ request, params }) => {
		const form = await request.formData();
		const input = readNeedInput(form);
		const { need, problems } = judgeNeedInput(input);
		if (problems) return fail(422, { view: 'write' as const, input, problems });
		const identity = { id: String(form.get('id')), code: String(form.get('code')) };
		const code = await receiveForm(city(), need, params.lang, identity, new Date());
		if (!code) return fail(422, { view: 'write' as const, input, problems: [] });
		return { view: 'sent' as const, code };
	}
};
