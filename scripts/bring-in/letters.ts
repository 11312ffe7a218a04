// Makes needs of rows. The same row of the same export always becomes the same need, so that a file can be sent again.
import { createHash } from 'node:crypto';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { idFromBytes } from '../../src/lib/domain/id.ts';
import { isInstant } from '../../src/lib/domain/instant.ts';
import { consentVersion, topics, type Topic } from '../../src/lib/domain/need.ts';
import { tidyWords } from '../../src/lib/domain/words.ts';
import { InstallationProblem } from '../../src/lib/server/installation-problem.ts';
import type { Options } from './options.ts';
import type { Row } from './rows.ts';

/** A need with the row it came from. */
export interface Letter {
	row: number;
	envelope: EnvelopeOf<'need'>;
}

const usual = {
	text: ['text', 'comment-body', 'comment_body', 'comment', 'body', 'description', 'words'],
	lang: ['lang', 'language', 'locale'],
	id: ['comment_id', 'comment-id', 'proposal_id', 'id'],
	date: ['date', 'datetime', 'created_at', 'timestamp']
};

type Reader = (cells: Row['cells']) => string;

/** How this file's rows become letters; an InstallationProblem when a column is missing. */
export function letterMaker(
	header: string[],
	options: Pick<Options, 'text' | 'lang' | 'topic' | 'idColumn' | 'dateColumn' | 'placeColumn'>
): (row: Row) => Letter {
	const guess = (names: string[]) => names.find((name) => header.includes(name));
	const column = (name: string | undefined): Reader => {
		if (name === undefined) return () => '';
		if (header.includes(name)) return (cells) => cells[name] ?? '';
		throw missing(`The file has no column "${name}"`, header);
	};
	const textColumn = options.text ?? guess(usual.text);
	const langWord = options.lang ?? guess(usual.lang);
	if (!textColumn) throw missing('Say which column has the words: --text <column>', header);
	if (!langWord) throw missing('Say the language of the words: --lang es', header);
	const text = column(textColumn);
	const isTag = !header.includes(langWord) && /^[a-z]{2,3}(-|$)/.test(langWord);
	const lang: Reader = isTag ? () => langWord : column(langWord);
	const topic = topicReader(options.topic ?? 'other', column);
	const id = column(options.idColumn ?? guess(usual.id));
	const date = column(options.dateColumn ?? guess(usual.date));
	const place = column(options.placeColumn);
	const seen = new Map<string, number>();
	return ({ row, cells }) => {
		const said = { id: id(cells), text: text(cells), lang: lang(cells), date: date(cells) };
		const digest = digestOf(said).toString('base64url');
		const occurrence = seen.get(digest) ?? 0;
		seen.set(digest, occurrence + 1);
		return {
			row,
			envelope: {
				id: idFromBytes(digestOf({ ...said, occurrence }), 8),
				kind: 'need',
				schema: 1,
				madeAt: instantOf(said.date),
				lang: said.lang.trim(),
				media: [],
				body: {
					topic: topic(cells) as Topic,
					words: tidyWords(said.text),
					place: place(cells).trim() || null,
					consent: { version: consentVersion, publish: false }
				}
			}
		};
	};
}

function topicReader(word: string, column: (name: string) => Reader): Reader {
	return topics.some((topic) => topic === word) ? () => word : column(word);
}

function missing(what: string, header: string[]): InstallationProblem {
	return new InstallationProblem(`${what} (its columns: ${header.join(', ')}).`);
}

function digestOf(value: unknown): Buffer {
	return createHash('sha256').update(canonicalText(value)).digest();
}

/** A date of a file as an instant; one that is not there as the year in which clocks begin, an unreadable one as it is. */
function instantOf(date: string): string {
	const text = date.trim();
	if (text === '') return '1970-01-01T00:00:00Z';
	if (isInstant(text)) return text;
	if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`;
	const isSeconds = /^\d{10}$/.test(text);
	const isMillis = /^\d{13}$/.test(text);
	const time = isSeconds ? Number(text) * 1000 : isMillis ? Number(text) : Date.parse(text);
	return Number.isNaN(time) ? text : new Date(time).toISOString();
}
