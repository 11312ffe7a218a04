/** The table of the city's answers that staff export: docs/exports.md says what each column means. */
import type { ExportTable } from '../../domain/export.ts';
import type { Database } from '../database.ts';
import type { Asked } from '../inbox-condition.ts';
import { inBatches, rowsAtOnce } from './batches.ts';
import { isChosen } from './chosen.ts';
import type { Names } from './names.ts';

export const answerColumns = [
	...['number', 'said_at', 'lang', 'words', 'spoken', 'by', 'need_state', 'need_received_at'],
	...['topic', 'place', 'place_name', 'need_lang']
] as const;

/** What the city said to the needs of a filter, in the order in which it was said. */
export function answerTable(db: Database, asked: Asked, names: Names): ExportTable {
	const rows = inBatches(
		(last?: Row) => readAnswers(db, asked, last?.id),
		(answer) => [
			...[Number(answer.number), answer.said_at, answer.lang, answer.words],
			...[
				answer.voice_file !== null,
				names.member(answer.staff),
				answer.state,
				answer.received_at,
				answer.topic
			],
			...[answer.place, names.place(answer.place), answer.need_lang]
		]
	);
	return { columns: answerColumns, rows };
}

type Row = Awaited<ReturnType<typeof readAnswers>>[number];

async function readAnswers(db: Database, asked: Asked, last: string | undefined) {
	let query = db
		.selectFrom('need_messages as message')
		.innerJoin('needs as told', 'told.id', 'message.need')
		.select(['message.id', 'message.said_at', 'message.lang', 'message.words', 'message.staff'])
		.select('message.voice_file')
		.select(['told.number', 'told.state', 'told.received_at', 'told.topic', 'told.place'])
		.select('told.lang as need_lang')
		// a withdrawal erases the replies too
		.where('message.words', '<>', '')
		.where(isChosen('message.need', asked))
		// ids are made in the order of time
		.orderBy('message.id')
		.limit(rowsAtOnce);
	if (last) query = query.where('message.id', '>', last);
	return query.execute();
}
