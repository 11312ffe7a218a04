import { fail, redirect } from '@sveltejs/kit';
import { aboutYouQuestions, genders } from '$lib/domain/about-you.ts';
import type { Language } from '$lib/domain/language.ts';
import { staffWords } from '$lib/i18n/translator.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import {
	numberedParts,
	numberKeys,
	readAllNumbers,
	readNumberLines,
	replaceCityNumbers,
	writeNumberLines,
	type GenderNames
} from '$lib/server/city-numbers.ts';
import { city } from '$lib/server/city.ts';
import type { Database } from '$lib/server/database.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { markOf, overwrite } from '$lib/server/overwrite.ts';
import { publishCity } from '$lib/server/published-city.ts';
import { readSettings, writeSettings } from '$lib/server/settings.ts';

export const load = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'settings.write');
	const { db } = city();
	const names = await genderNames(lang);
	const typed = await Promise.all(
		numberedParts.map(async (part) => [part, await writeNumberLines(db, part, names)] as const)
	);
	const stands = await readWhatStands(db);
	return {
		typed: Object.fromEntries(typed) as Record<(typeof numberedParts)[number], string>,
		asks: stands.asks as string[],
		was: markOf(stands),
		saved: url.searchParams.has('saved')
	};
};

export const actions = {
	default: async ({ locals, request }) => {
		const { id, lang } = signedInWith(locals, 'settings.write');
		const { db } = city();
		const form = await request.formData();
		const names = await genderNames(lang);
		const chosen = form.getAll('asks');
		const asks = aboutYouQuestions.filter((question) => chosen.includes(question));
		const read = await Promise.all(
			numberedParts.map(async (part) => {
				const lines = readNumberLines(textOf(form, part), await numberKeys(db, part, names));
				return { part, ...lines };
			})
		);
		const problems = read.flatMap((each) =>
			'problem' in each
				? [[each.part, { ...each.problem, code: `numbers.${each.problem.code}` }] as const]
				: []
		);
		const typed = {
			...{ asks: asks as string[] },
			typed: Object.fromEntries(numberedParts.map((part) => [part, textOf(form, part)]))
		};
		if (problems.length > 0) {
			const was = textOf(form, 'was');
			return fail(400, { ...typed, was, problems: Object.fromEntries(problems) });
		}
		const given = read.flatMap((each) =>
			'numbers' in each ? [[each.part, each.numbers] as const] : []
		);
		const saved = await overwrite(db, form, readWhatStands, async (trx) => {
			await writeSettings(trx, { asks });
			await replaceCityNumbers(trx, new Map(given), asks, id);
			await publishCity(trx);
		});
		if ('problem' in saved) return fail(409, { ...typed, isOld: true });
		redirect(303, '/staff/heard/numbers?saved');
	}
};

/** All that the form shows. */
async function readWhatStands(db: Database) {
	const { asks } = await readSettings(db);
	return { asks, numbers: await readAllNumbers(db) };
}

async function genderNames(lang: Language): Promise<GenderNames> {
	const t = await staffWords(lang);
	return Object.fromEntries(
		genders.map((gender) => [gender, t(`heard.genders.${gender}`)])
	) as GenderNames;
}
