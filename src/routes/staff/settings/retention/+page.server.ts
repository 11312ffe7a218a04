import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { topics } from '$lib/domain/need.ts';
import { kept, keptByTopic, retentionSchema, unitOf } from '$lib/domain/retention.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf, type FormProblems } from '$lib/server/form-problems.ts';
import { markOf, overwrite } from '$lib/server/overwrite.ts';
import { readRetention, writeRetention } from '$lib/server/retention.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'settings.write');
	const stands = await readRetention(city().db);
	const { times, topics: own } = stands;
	const typed: Record<string, string> = {};
	for (const thing of kept) typed[thing] = String(times[thing] ?? '');
	for (const topic of topics)
		for (const thing of keptByTopic) {
			const special = own[topic]?.[thing];
			typed[`${topic}-${thing}`] = special === null ? '0' : String(special ?? '');
		}
	return {
		typed,
		was: markOf(stands),
		things: kept.map((name) => ({ name, unit: unitOf(name) })),
		byTopic: keptByTopic,
		topics,
		saved: url.searchParams.has('saved')
	};
};

export const actions = {
	default: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const form = await request.formData();
		const names = [
			...kept,
			...topics.flatMap((topic) => keptByTopic.map((thing) => `${topic}-${thing}`))
		];
		const typed = Object.fromEntries(names.map((name) => [name, textOf(form, name).trim()]));
		const problems: FormProblems = {};
		for (const [name, text] of Object.entries(typed)) {
			const least = name.includes('-') ? 0 : 1;
			if (!/^(\d{1,4})?$/.test(text) || (text && (Number(text) < least || Number(text) > 1200)))
				problems[name] = { code: 'retention-time' };
		}
		if (Object.keys(problems).length > 0) {
			return fail(400, { typed, was: textOf(form, 'was'), problems });
		}
		const time = (name: string) => (typed[name] ? Number(typed[name]) : null);
		const own = topics.map((topic) => [
			topic,
			Object.fromEntries(
				keptByTopic
					.filter((thing) => typed[`${topic}-${thing}`] !== '')
					.map((thing) => [thing, time(`${topic}-${thing}`) || null])
			)
		]);
		const retention = v.parse(retentionSchema, {
			times: Object.fromEntries(kept.map((thing) => [thing, time(thing)])),
			topics: Object.fromEntries(own)
		});
		const saved = await overwrite(city().db, form, readRetention, (trx) =>
			writeRetention(trx, staff, retention, new Date())
		);
		if ('problem' in saved) return fail(409, { typed, isOld: true });
		redirect(303, '/staff/settings/retention?saved');
	}
};
