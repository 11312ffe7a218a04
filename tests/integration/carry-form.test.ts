/** The plain form for whoever brings carried words on a USB stick. */
import { describe, expect, it } from 'vitest';
import { readResults } from '../../src/lib/domain/carry-results.ts';
import { actions } from '../../src/routes/[lang=lang]/carry/+page.server.ts';
import { voice } from './media-made.ts';
import { told, fileOf, countNeeds, openCarrying } from './carry-files.ts';

openCarrying();

describe('the plain form', () => {
	type Event = Parameters<typeof actions.bring>[0];
	async function post(file: string, name = 'plaza-2026-03-01.plaza') {
		const form = new FormData();
		form.append('file', new Blob([file]), name);
		const request = new Request('http://plaza.example/es/carry?/bring', {
			method: 'POST',
			body: form
		});
		return actions.bring({ request } as Event);
	}

	it('brings a file, says what became of each, and gives that to take back', async () => {
		const all = [await told('Luz'), await told('Mira', [voice])];
		const answer = await post(fileOf(all));
		if (!('results' in answer)) throw new Error('not taken');
		expect(answer.results).toMatchObject([
			{ id: all[0]?.envelope.id, result: 'accepted' },
			{ id: all[1]?.envelope.id, result: 'duplicate' }
		]);
		const [text = ''] = answer.files.map((file) => Buffer.from(file, 'base64').toString());
		expect(readResults(text)?.map(({ receipt }) => receipt?.id)).toEqual(
			all.map(({ envelope }) => envelope.id)
		);
		expect(await countNeeds()).toBe(2);
	});

	it.each([
		['nothing', '', 'truncated'],
		['a picture', '\x89PNG\r\n', 'not-carry'],
		['a file of another city', fileOf([], 'A'.repeat(43)), 'other-city']
	])('with %s says what it is', async (_, file, problem) => {
		const answer = await post(file);
		expect('data' in answer ? answer.data.problem : answer.problem).toBe(problem);
		expect(await countNeeds()).toBe(0);
	});

	it('that holds no file is refused', async () => {
		const request = new Request('http://plaza.example/es/carry?/bring', {
			method: 'POST',
			body: new URLSearchParams({ file: 'x' })
		});
		expect(await actions.bring({ request } as Event)).toMatchObject({ status: 400 });
	});
});
