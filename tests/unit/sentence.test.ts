/** What is heard for a text: its sentences, each by a name that a page, the city and who records all come to. */
import { expect, it } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { nameOfSentence, piecesOf, sentencesIn } from '../../src/lib/domain/sentence.ts';
import { spokenInCheckout } from '../../scripts/spoken-words.ts';
import { recordingMistakes } from '../../src/lib/server/voices/recordings.ts';
import { citizenDictionaries } from '../../src/lib/i18n/dictionaries.ts';
import { when } from '../../src/lib/ui/when.ts';
import { joined, sentencesOfSound } from '../../src/lib/server/voices/cut.ts';
import { methodPart } from '../../src/lib/server/voices/spoken.ts';

const spoken = spokenInCheckout();

it.each([
	['Tap Listen. The phone reads the page.', ['Tap Listen.', 'The phone reads the page.']],
	['¿Dónde hay wifi?  En casa', ['¿Dónde hay wifi?', 'En casa']],
	['ما هذا؟ هذا هاتف.', ['ما هذا؟', 'هذا هاتف.']],
	['Choose "Add to home screen." Then wait.', ['Choose "Add to home screen."', 'Then wait.']],
	['At 10.30, see city.example today', ['At 10.30, see city.example today']],
	['  · ', []],
	['', []]
])('cuts %j where a person takes breath', (text, sentences) => {
	expect(sentencesIn(text)).toEqual(sentences);
});

it('names a sentence for ever: recordings of people lie under these names', () => {
	expect(nameOfSentence('Elige tu idioma')).toBe('2c6t388ttx3');
	expect(nameOfSentence('اختر لغتك')).toBe('19w4nawtvpo');
});

it('names no two sentences of a language alike, and none that is filled in later', () => {
	for (const lang of languages) {
		const all = [...spoken(lang).values()].flat();
		expect(all.length, lang).toBeGreaterThan(800);
		expect(new Set(all.map(nameOfSentence)).size, lang).toBe(all.length);
		expect(all.filter((sentence) => sentence.includes('{{'))).toEqual([]);
	}
});

it.each([
	['3 messages wait on this phone', ['3', 'messages wait on this phone']],
	[
		'Sent: Friday, November 27 at 12:05 PM',
		['Sent', 'Friday', 'November', '27', 'at', '12', '05', 'PM']
	],
	['(2 of 5) · Internet', ['2', 'of', '5', 'Internet']],
	['The phone reads the page.', ['The phone reads the page.']]
])('says %j by its numbers and the words between them', (sentence, pieces) => {
	expect(piecesOf(sentence)).toEqual(pieces);
});

it.each(languages)(
	'has in %s a sound for every number, day and hour in a sentence',
	async (lang) => {
		const all = spoken(lang);
		const sounds = new Set(['', methodPart].flatMap((part) => all.get(part) ?? []));
		// a number is filled in, or behind a colon a day and an hour
		const filled = textsIn(await citizenDictionaries(lang)).map((words) =>
			words
				.replace(/{{(?!when|name|by|date|goal|value|hour)[^}]*}}/g, '12')
				.replace(/: {{when}}$/, `: ${when(Date.UTC(2026, 10, 27, 21, 4), lang)}`)
		);
		const sentences = filled.flatMap(sentencesIn).filter((each) => !each.includes('{{'));
		expect(sentences.filter((each) => each.includes('12')).length).toBeGreaterThan(60);
		expect(sentences.filter((each) => each.includes('27')).length).toBe(2);
		const isHeard = (sentence: string) =>
			sounds.has(sentence) || piecesOf(sentence).every((piece) => sounds.has(piece));
		expect(sentences.filter((sentence) => !isHeard(sentence))).toEqual([]);
	}
);

function textsIn(words: unknown): string[] {
	if (typeof words === 'string') return [words];
	return Object.values(words as object).flatMap(textsIn);
}

it('takes a recording that fits a sentence, and says of every other what to do', () => {
	const [sentence = ''] = spoken('es').get('') ?? [];
	const name = nameOfSentence(sentence);
	const mistakes = (...files: string[]) => recordingMistakes(files, spoken);
	expect(mistakes(`es/${name}.m4a`)).toEqual([]);
	expect(mistakes(`es/idioma-${name}.mp3`)).toEqual([]);
	expect(mistakes(`es/00000000000.mp3`)).toEqual([
		expect.stringMatching(/^es\/00000000000\.mp3: no sentence .*npm run voices list es/)
	]);
	expect(mistakes(`es/${name}.ogg`)).toEqual([
		expect.stringMatching(/\.ogg: save it as mp3 or m4a/)
	]);
	expect(mistakes(`${name}.mp3`)).toEqual([expect.stringMatching(/folder of its language/)]);
	expect(mistakes(`es/${name}.mp3`, `es/${name}.m4a`)).toEqual([
		expect.stringMatching(/\.m4a: .*twice/)
	]);
});

it('finds each sentence again in one long sound, and keeps every sample of it', () => {
	const rate = 1000;
	const sound = new Int16Array(9000);
	// two sentences; the first has a pause of its own
	sound.fill(5, 100, 400);
	sound.fill(6, 700, 1000);
	sound.fill(7, 2600, 3000);
	const places = sentencesOfSound(sound, rate);
	expect(places).toEqual([
		[100, 1000],
		[2600, 3000]
	]);
	const { whole, seconds } = joined(sound, places, rate, 0.25);
	expect(seconds).toEqual([
		[0.25, 1.15],
		[1.4, 1.8]
	]);
	expect([...whole.subarray(1400, 1800)]).toEqual(Array(400).fill(7));
});
