import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { InstallationProblem, reasonOf } from '../../src/lib/server/installation-problem.ts';

/** How a file is to be read; a column or a word that is not given is guessed from the header. */
export interface Options {
	file: string;
	/** the city's address, without a path */
	url: string;
	text: string | undefined;
	/** a language tag, or the column that has one */
	lang: string | undefined;
	/** a topic, or the column that has one */
	topic: string | undefined;
	idColumn: string | undefined;
	dateColumn: string | undefined;
	placeColumn: string | undefined;
	delimiter: string;
	report: boolean;
}

const usage = `npm run bring-in -- <file.csv> [options]
  --url <address>         the city (default http://localhost:3000)
  --text <column>         the words (default: text, comment-body, comment, body, description)
  --lang <tag or column>  their language, such as es (default: the column lang, language or locale)
  --topic <topic or column>  (default: other)
  --id-column <column>    what tells equal rows apart (default: comment_id, comment-id, proposal_id, id)
  --date-column <column>  when it was said (default: date, datetime, created_at, timestamp)
  --place-column <column> the id of the neighbourhood (default: none)
  --delimiter <sign>      (default: a comma)
  --report                write <file.csv>.report.csv`;

/** Reads the command line; anything unclear is an InstallationProblem that shows the usage. */
export function readOptions(args: string[]): Options {
	const { values, positionals } = parse(args);
	const [name, ...more] = positionals;
	if (!name || more.length > 0) throw new InstallationProblem(`Name one file.\n${usage}`);
	const url = URL.parse(values.url);
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw new InstallationProblem(`--url must be an address such as http://localhost:3000`);
	}
	return {
		// npm runs commands in the checkout, whatever folder the person is in
		file: resolve(process.env['INIT_CWD'] ?? '', name),
		url: url.origin,
		text: values.text,
		lang: values.lang,
		topic: values.topic,
		idColumn: values['id-column'],
		dateColumn: values['date-column'],
		placeColumn: values['place-column'],
		delimiter: values.delimiter,
		report: values.report
	};
}

function parse(args: string[]) {
	const text = { type: 'string' } as const;
	try {
		return parseArgs({
			args,
			allowPositionals: true,
			options: {
				url: { ...text, default: 'http://localhost:3000' },
				text,
				lang: text,
				topic: text,
				'id-column': text,
				'date-column': text,
				'place-column': text,
				delimiter: { ...text, default: ',' },
				report: { type: 'boolean', default: false }
			}
		});
	} catch (error) {
		throw new InstallationProblem(`${reasonOf(error)}\n${usage}`);
	}
}
