/** A step tells a reader one thing to do with her hand, in every language as its writers say it. */
import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/lib/domain/language.ts';
import {
	countInstructions,
	tooManyInstructions
} from '../../src/lib/server/lesson-markdown/instructions.ts';
import { good, read } from './lesson-invented.ts';

const told: [lang: Language, sentence: string, count: number][] = [
	['en', 'Tap the clip, and choose the photo.', 2],
	['en', 'On many phones, push up and open it.', 2],
	['en', 'Then tap Send.', 1],
	['en', 'Look: tap the name above it.', 1],
	['en', 'Write it on paper, or take a picture.', 1],
	['en', 'Do not tap the link.', 0],
	['en', 'You can say no and write your street.', 0],
	['en', 'Now you see more choices: send, copy, delete.', 0],
	['en', 'Call your bank at once.', 0],
	['en', 'It says: "Pay now."', 0],
	['es', 'Después tócala y ábrela.', 2],
	['es', 'Si quieres, toca la lupa.', 1],
	['es', 'Inés, en Montevideo, escribe: pan.', 0],
	['es', 'No toques el enlace.', 0],
	['ca', 'Obre-la i tria una foto.', 2],
	['ca', 'No toquis l’enllaç.', 0],
	['it', 'Aprilo e scegli una foto.', 2],
	['it', 'Non toccare il link.', 0],
	['fr', 'Ouvrez-la, puis appuyez sur Envoyer.', 2],
	['fr', 'N’écrivez pas les vôtres.', 0],
	['nl', 'Tik dan op de knop en kies een dag.', 2],
	['nl', 'Tik niet op de link.', 0],
	['pt', 'Depois toque no clipe e escolha a foto.', 2],
	['pt', 'Não toque no link.', 0],
	['ar', 'ثم اضغط على الزر واختر يومًا.', 2],
	['ar', 'لا تضغط على الرابط.', 0]
];

describe('one instruction on a step', () => {
	it.each(told)('%s: "%s" tells %i', (lang, sentence, count) => {
		expect(countInstructions(sentence, lang)).toBe(count);
	});

	it('is counted over all sentences of a step, and the one that has too much is named', () => {
		const step = ['Open the mail.', 'It is from the school.', 'Then write a sentence.'];
		expect(tooManyInstructions(step.slice(0, 2), 'en')).toBeUndefined();
		expect(tooManyInstructions(step, 'en')).toEqual({
			place: 2,
			sentence: expect.stringContaining('"Then write a sentence."')
		});
	});

	it('is asked of each sentence of a task, which may have parts', () => {
		const practice = (task: string) => `\`\`\`phone
task: "${task}"
goal: { sent: yes }
done: "It is sent."
screens:
  - id: one
    app: mail
    title: "Mail"
    blocks:
      - { kind: tap, words: "Open the mail", go: two }
      - { kind: tap, words: "Open the advert", miss: "It wants to sell." }
  - id: two
    app: mail
    title: "One mail"
    back: one
    blocks:
      - { kind: tap, words: "Send", set: { sent: yes } }
\`\`\``;
		const lesson = (task: string) => good.replace(/```inbox[\s\S]*?```/, practice(task));
		expect(read(lesson('Write a mail. Send it.')).mistakes).toEqual([]);
		const bad = lesson('Write a mail and send it.');
		const line = bad.split('\n').findIndex((text) => text.startsWith('task:')) + 1;
		expect(read(bad).mistakes).toEqual([
			{ file: 'en.md', line, sentence: expect.stringMatching(/^2 things to do at once/) }
		]);
	});
});
