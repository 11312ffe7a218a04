/** Who reads nothing hears all of the neighbourhood, in each language; where the city's words have no sound, who can read them with her. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { costBands, outcomes } from '../../src/lib/domain/decision.ts';
import { nameOfSentence } from '../../src/lib/domain/sentence.ts';
import { readScreen } from '../../src/lib/ui/speech.ts';
import ChallengeText from '../../src/routes/[lang=lang]/neighbourhood/ChallengeText.svelte';
import Decisions from '../../src/routes/[lang=lang]/neighbourhood/Decisions.svelte';
import Ideas from '../../src/routes/[lang=lang]/neighbourhood/Ideas.svelte';
import NearDecided from '../../src/routes/[lang=lang]/neighbourhood/NearDecided.svelte';
import NearIdeas from '../../src/routes/[lang=lang]/neighbourhood/NearIdeas.svelte';
import Pilots from '../../src/routes/[lang=lang]/neighbourhood/Pilots.svelte';
import Priorities from '../../src/routes/[lang=lang]/neighbourhood/Priorities.svelte';
import Rounds from '../../src/routes/[lang=lang]/neighbourhood/Rounds.svelte';
import { Listener } from './heard.ts';

const id = '0199aaaa-0000-7000-8000-000000000000';
/** What the city says; a running city makes its sounds. */
const city = ['Sombra', 'Plantar', 'Toldos', 'Vecinas', 'Mayo', 'Raval', 'Lab'];
const [sombra, plantar, toldos, vecinas, mayo, raval, lab] = city as [
	...[string, string, string, string, string, string, string]
];
const at = { until: '7', lang: 'es' as const, topic: 'other' as const, id };
const few = { needs: null, supports: null };

describe.each(languages)('in %s', (lang) => {
	test('what is asked, thought, put first, tried and decided', async () => {
		const listener = await Listener.of(lang, city);
		const challenge = { ...at, who: vecinas, what: sombra, why: plantar, place: null };
		for (const counts of [few, { needs: 12, supports: 7 }]) {
			const shown = { ...challenge, ...counts, placeName: '', isOpen: true };
			listener.listen(ChallengeText, { challenge: shown });
		}
		const statements = [{ id: 'one', text: toldos, lang: 'es' as const }];
		const round = { id, challenge: id, until: '7', statements, results: null };
		const things = [{ ...statements[0], id: 'one', text: toldos, lang: 'es' as const, cost: null }];
		for (const isOpen of [true, false]) {
			listener.listen(Rounds, { rounds: [{ ...round, isOpen }], lang });
			for (const way of ['points', 'budget'] as const) {
				const each = {
					...{ id, challenge: id, until: '7', things, results: null },
					way,
					amount: 10
				};
				listener.listen(Priorities, { prioritisings: [{ ...each, isOpen }], lang });
			}
			for (const by of ['staff', 'citizen'] as const) {
				const idea = { id, challenge: id, text: toldos, lang: 'es' as const, people: 3, by };
				const ideas = [{ ...idea, supports: 8 }];
				listener.listen(NearIdeas, {
					ideas: ideas.map((each) => ({ ...each, topic: at.topic })),
					lang,
					own: {}
				});
				listener.listen(Ideas, { challenge: id, topic: 'service', ideas, lang, isOpen, own: {} });
			}
		}
		for (const stage of ['before', 'now', 'over'] as const) {
			const told = { what: toldos, where: plantar, who: vecinas, learned: sombra };
			const where = { placeName: raval, labName: lab, from: '1', until: '7', feedback: id };
			const pilot = { ...at, challenge: id, ideas: [], stage, ...told, ...where };
			listener.listen(Pilots, { pilots: [pilot], lang, isLinked: true });
		}
		for (const outcome of outcomes) {
			const told = { what: plantar, why: sombra, when: mayo, who: vecinas };
			const decided = { ...told, place: null, placeName: '', needs: 12, said: id, day: '7' };
			const decisions = costBands.map((cost) => {
				return {
					id: cost,
					challenges: [id],
					topic: at.topic,
					lang: at.lang,
					outcome,
					cost,
					...decided
				};
			});
			listener.listen(Decisions, { decisions, pilots: [], grounds: [], lang });
			const reply = { id, place: null, placeName: '', day: '7', lang: at.lang, voice: undefined };
			const replies = [{ ...reply, said: sombra, done: plantar }];
			listener.listen(NearDecided, { decisions, replies, lang });
		}
		expect(listener.silent).toEqual([]);
		for (const words of city.slice(0, 5)) expect(listener.heard, words).toContain(words);
	});
});

describe('a reading', () => {
	afterEach(() => {
		vi.restoreAllMocks();
		document.body.replaceChildren();
	});

	/** What is asked of the city while this page is read; it has no sound of anything. */
	async function askedFor(html: string): Promise<string[]> {
		document.documentElement.lang = 'ca';
		const asked: string[] = [];
		vi.spyOn(globalThis, 'fetch').mockImplementation((path) => {
			asked.push(String(path));
			return Promise.resolve(new Response(null, { status: 404 }));
		});
		document.body.innerHTML = html;
		await readScreen(document.body, new Audio(), 'Ask!', new AbortController().signal);
		return asked;
	}
	const voice = (lang: string, words: string) => `/voices/${lang}/${nameOfSentence(words)}`;

	test('says once that somebody can read it, where words of the city have no sound', async () => {
		const twice = '<p lang="es" dir="auto">Sombra</p><p lang="es" dir="auto">Toldos</p>';
		const asked = await askedFor(`<main>${twice}</main>`);
		expect(asked.filter((path) => path === voice('ca', 'Ask!'))).toHaveLength(1);
		expect(asked).toContain(voice('es', 'Sombra'));
	});

	test('asks nobody for the sound of what she told, and sends her to nobody with it', async () => {
		const asked = await askedFor('<main><p class="said" lang="es" dir="auto">Sombra</p></main>');
		expect(asked).toEqual([]);
	});
});
