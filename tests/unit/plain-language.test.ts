import { describe, expect, it } from 'vitest';
import { languages, type Language } from '../../src/lib/domain/language.ts';
import { readPlainly } from '../../src/lib/domain/plain-language.ts';

/** What a careful writer of each language would say, and what an office says of the same. */
const written: Record<Language, { plain: string; office: string; hard: string; simpler: string }> =
	{
		en: {
			plain: 'We mend the lamp on Monday. You do not have to do anything. Ask Ana at the lab.',
			office: 'The street light was repaired pursuant to the applicable legislation.',
			hard: 'pursuant to',
			simpler: 'under, as ... says'
		},
		es: {
			plain:
				'Arreglamos la farola el lunes. Usted no tiene que hacer nada. Pregunte a Ana en el lab.',
			office: 'La farola será reparada de conformidad con la normativa vigente.',
			hard: 'de conformidad con',
			simpler: 'según'
		},
		ca: {
			plain: 'Arreglem el fanal dilluns. Vostè no ha de fer res. Demani-ho a l’Ana al lab.',
			office: 'El fanal serà reparat de conformitat amb la normativa vigent.',
			hard: 'de conformitat amb',
			simpler: 'segons'
		},
		it: {
			plain: 'Ripariamo il lampione lunedì. Lei non deve fare niente. Chieda ad Ana al lab.',
			office: 'Il lampione verrà riparato ai sensi della normativa vigente.',
			hard: 'ai sensi della',
			simpler: 'come dice'
		},
		fr: {
			plain: 'Nous réparons la lampe lundi. Vous n’avez rien à faire. Demandez à Ana au lab.',
			office: 'La lampe sera réparée en vertu de la réglementation.',
			hard: 'en vertu de',
			simpler: 'selon'
		},
		nl: {
			plain: 'Maandag maken wij de lamp. U hoeft niets te doen. Vraag het aan Ana in het lab.',
			office: 'De lamp wordt door ons krachtens de regelgeving gerepareerd.',
			hard: 'krachtens',
			simpler: 'volgens'
		},
		pt: {
			plain:
				'Arranjamos o candeeiro na segunda-feira. Não tem de fazer nada. Pergunte à Ana no lab.',
			office: 'O candeeiro será reparado nos termos da legislação.',
			hard: 'nos termos da',
			simpler: 'como diz'
		},
		ar: {
			plain: 'نصلح المصباح يوم الاثنين. لا تحتاج إلى فعل شيء. اسأل آنا في المختبر.',
			office: 'سيتم إصلاح المصباح بموجب القانون.',
			hard: 'بموجب',
			simpler: 'حسب'
		}
	};

describe('Plain words to a citizen', () => {
	it.each(languages)(
		'in %s, plain words have no mark, and an office’s words have theirs',
		(lang) => {
			const { plain, office, hard, simpler } = written[lang];
			expect(readPlainly(plain, lang)).toEqual({ marks: [], sentences: 3, easy: 3, ease: 'easy' });
			const { marks, ease } = readPlainly(office, lang);
			expect(ease).toBe('hard');
			expect(marks).toContainEqual({ kind: 'hard-word', text: hard, simpler });
			expect(marks.map(({ kind }) => kind)).toContain('passive');
		}
	);

	it.each(languages)('in %s, a long sentence and a long word are marked once each', (lang) => {
		const short = lang === 'ar' ? 'بيت' : 'sol';
		const long = lang === 'ar' ? 'استقبالاتهم' : 'abracadabrantesco';
		const text = `${Array.from({ length: 22 }, () => short).join(' ')}. ${short} ${long}. ${short} ${long}.`;
		expect(readPlainly(text, lang)).toMatchObject({
			marks: [
				{ kind: 'long-sentence', words: 22 },
				{ kind: 'long-word', text: long }
			],
			sentences: 3,
			easy: 0,
			ease: 'hard'
		});
	});

	it('says easy, mostly easy or hard by how many sentences have no mark', () => {
		const text = (hard: number, easy: number) =>
			'We commence. '.repeat(hard) + 'We start. '.repeat(easy);
		expect(readPlainly(text(1, 4), 'en').ease).toBe('easy');
		expect(readPlainly(text(2, 4), 'en').ease).toBe('mostly-easy');
		expect(readPlainly(text(4, 3), 'en').ease).toBe('hard');
		expect(readPlainly(' \n ', 'en')).toEqual({
			marks: [],
			sentences: 0,
			easy: 0,
			ease: undefined
		});
	});

	it('reads what is written together in Arabic as the words that it is made of', () => {
		const { marks } = readPlainly('وبناءً على طلبك نرسل الورقة.', 'ar');
		expect(marks).toEqual([{ kind: 'hard-word', text: 'وبناءً على', simpler: 'لأن، حسب' }]);
		// the article and a preposition make no word long
		expect(readPlainly('نلتقي وبالمكتبات نقرأ.', 'ar').marks).toEqual([]);
	});

	it('takes no place-holder for a word of the text', () => {
		expect(readPlainly('We mend the lamp in {place} on {date}: {number}.', 'en').marks).toEqual([]);
	});
});
