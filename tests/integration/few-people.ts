// A city in which seven people do the same and three do otherwise, so that each list of numbers has some to show and some to hide.
import { randomBytes } from 'node:crypto';
import type { Database } from '../../src/lib/server/database.ts';
import { replaceNeighbourhoods } from '../../src/lib/server/neighbourhoods.ts';
import { countHeard } from '../../src/lib/server/heard-count.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { anAnswer } from './asked.ts';
import { ask } from './asking.ts';
import { aNeed, aStep, newId } from './invented.ts';

/** What somebody told in her own words; it is in no list of numbers. */
export const theirWords = 'Vivo sola y no veo nada';

const many = [7, 3] as const;
const people = Array.from({ length: 10 }, () => randomBytes(12).toString('base64url'));
const step = { lesson: 'book-appointment/service-day-hour', step: 'pretend-booking' };
const at = '2026-03-01T10:00:00Z';

/**
 * Fills the city; `send` brings submissions to it.
 * @returns where the lists are that have an id in their address
 */
export async function fillWithFew(
	db: Database,
	staff: string,
	send: (submissions: object[]) => Promise<void>
): Promise<Record<string, string>> {
	await replaceNeighbourhoods(db, [
		{ id: 'sol', name: 'Sol' },
		{ id: 'port', name: 'Port' }
	]);
	const lab = newId();
	await db
		.insertInto('labs')
		.values({ id: lab, name: 'Raval', place: 'sol', address: '', made_at: new Date() })
		.execute();
	const told = (count: number, lang: string, place: string) =>
		Array.from({ length: count }, () =>
			aNeed(theirWords, { lang, lab, body: { place, from: step } })
		);
	const needs = [...told(many[0], 'es', 'sol'), ...told(many[1], 'ar', 'port')];
	const survey = await ask(db, staff);
	const answers = [
		...Array.from({ length: many[0] }, () => anAnswer(survey, { have: 'yes', good: 5 })),
		...Array.from({ length: many[1] }, () => anAnswer(survey, { have: 'no', why: theirWords }))
	];
	const ended = (dontKnow: number) => ({ misses: 0, hints: 0, seconds: 30, dontKnow });
	const tries = people.map((_, of) =>
		aStep({ body: { ...step, attempt: ended(of < many[0] ? 0 : 1) } })
	);
	await send([...needs, ...answers, ...tries, ...inSessions(lab)]);
	await countHeard(db, new Date());
	const ids = needs.map(({ id }) => id);
	const theme = await addTheme(db, { name: 'Luz', rule: null, needs: ids }, staff);
	if (theme === 'full') throw new Error(theme);
	return {
		'/staff/surveys/[id]/numbers.csv': `/staff/surveys/${survey}/numbers.csv`,
		'/staff/themes/[id]/numbers.csv': `/staff/themes/${theme.id}/numbers.csv`
	};
}

/** A session of seven and one of three, each with how sure they felt and a workshop. */
function inSessions(lab: string): object[] {
	return many.flatMap((count, which) => {
		const there = people.slice(which * many[0], which * many[0] + count);
		const common = () => ({
			...{ id: newId(), schema: 1, madeAt: at, lang: 'es', lab, session, media: [] }
		});
		const session = newId();
		const vote = { yes: count - 1, not: 1, neither: 0, dots: count, consensus: 0.8 };
		const groups = [{ name: 'Wifi', topic: 'connection', needs: [], told: count, ...vote }];
		const modules = ['scam-messages', 'book-appointment'];
		return [
			{
				...common(),
				...{ kind: 'session', body: { startedAt: at, endsAt: at, modules, languages: ['es'] } }
			},
			...there.flatMap((person) => [
				{ ...common(), kind: 'attendance', person, body: { joinedAt: at } },
				{ ...common(), kind: 'confidence', person, body: { moment: 'before', level: which + 1 } }
			]),
			{
				...common(),
				kind: 'workshop',
				body: {
					...{
						workshop: newId(),
						heldAt: at,
						way: 'codes',
						people: count,
						opinionGroups: 1,
						groups
					}
				}
			}
		];
	});
}
