/** What is being said when *I am finished* is tapped, or a newer Plaza comes, is whole before the memory closes under its page. */
import { beforeEach, expect, test } from 'vitest';
import { listMedia } from '../../src/lib/device/media.ts';
import { writeLastWords } from '../../src/lib/device/opening.ts';
import { answerOwner, ideaOwner } from '../../src/lib/domain/media.ts';
import { DraftVoice } from '../../src/routes/[lang=lang]/needs/new/draft-voice.svelte.ts';
import { emptyPhone } from './empty-phone.ts';

const thing = '0199aaaa-0000-7000-8000-000000000000';

beforeEach(emptyPhone);

test.each([
	['a need', undefined, 'draft'],
	['an idea', ideaOwner(thing), ideaOwner(thing)],
	['an answer', answerOwner(thing, 'why'), answerOwner(thing, 'why')]
])('a recording for %s that runs is kept to its end', async (_, owner, under) => {
	const voice = new DraftVoice(owner);
	await voice.open();
	await voice.start();
	await new Promise((done) => setTimeout(done, 1500));
	expect((await listMedia(under)).map(({ sha256 }) => sha256)).toEqual([null]);
	await writeLastWords();
	const [kept] = await listMedia(under);
	expect(kept?.sha256).toBeTruthy();
	expect(kept?.size).toBeGreaterThan(500);
	expect(voice.running).toBeUndefined();
	voice.close();
});
