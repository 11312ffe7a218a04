import { citizenWords } from '$lib/i18n/translator.ts';

/** Pages that learn and greet load none of the words about this phone; a lesson has words of its own. */
const plain = /^\/\[lang=lang\]\/?(learn.*|not-here)?$/;
const proof = /\/proof$/;
const lesson = /\/learn\/(\[module\]\/\[lesson\]|start|look-up)$/;

export const load = async ({ data, route }) => {
	const id = route.id ?? '';
	const words = lesson.test(id)
		? ['lesson' as const]
		: plain.test(id) && !proof.test(id)
			? []
			: ['phone' as const];
	return { ...data, t: await citizenWords(data.lang, ...words) };
};
