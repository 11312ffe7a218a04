// `npm run bring-in -- <file.csv>`: sends the texts of a CSV file to a city as needs, through the door that phones use.
import { writeFileSync } from 'node:fs';
import { fetchKeys, sendLetters } from './bring-in/city.ts';
import { letterMaker } from './bring-in/letters.ts';
import { readOptions } from './bring-in/options.ts';
import { progressBar } from './bring-in/progress-bar.ts';
import { Report } from './bring-in/report.ts';
import { countRows, inBatches, readRows } from './bring-in/rows.ts';
import { runCommand } from './command.ts';

await runCommand(async () => {
	const options = readOptions(process.argv.slice(2));
	// the whole file is read once before anything is sent, so that a broken one is refused as a whole
	const { rows: total, header } = await countRows(options.file, options.delimiter);
	const makeLetter = letterMaker(header, options);
	const keys = await fetchKeys(options.url);
	const report = new Report();
	const bar = progressBar(total);
	for await (const batch of inBatches(readRows(options.file, options.delimiter), makeLetter)) {
		report.add(batch, await sendLetters(options.url, batch, keys, report.rows));
		bar.show(report.rows);
	}
	bar.end();
	console.log(report.summary());
	if (options.report) {
		writeFileSync(`${options.file}.report.csv`, report.csv());
		console.log(`The report is in ${options.file}.report.csv`);
	}
});
