import { listAnswers } from '$lib/server/answer-list.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';

export const load = async ({ locals, url }) => {
	const { id, role } = signedInWith(locals, 'needs.answer');
	const before = new Date(Number(url.searchParams.get('before') ?? NaN));
	const isAsked = !Number.isNaN(before.getTime());
	const { answers, next } = await listAnswers(city().db, {
		before: isAsked ? before : undefined,
		// whoever reaches only her department's needs sees only her own answers
		staff: role === 'department' ? id : undefined
	});
	return { answers, next: next?.getTime() ?? null, isOlder: isAsked };
};
