/** The words of a row of results. */
import type { Language } from '../../../domain/language.ts';
import { faces, textFor, type Texts } from '../../../domain/survey.ts';
import type { StaffWords } from '../../../i18n/translator.ts';

type Row = { key: string; texts?: Texts };

/** An option in the first language that has it, a face in words, a neighbourhood by its name, a band of numbers as it is. */
export function rowWords(
	t: StaffWords,
	kind: string,
	row: Row,
	order: readonly Language[],
	places: Record<string, string>
): string {
	if (row.texts) return textFor(row.texts, order).text;
	if (kind === 'place') return places[row.key] ?? t('inbox.unknownPlace');
	const face = kind === 'scale' && faces.find((each) => String(each) === row.key);
	return face ? t(`surveys.face.${face}`) : row.key;
}
