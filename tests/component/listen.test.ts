/** Who reads nothing hears every sentence of telling and of reading an answer, in each language, by made sounds alone. */
import { describe, expect, test } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { aboutYouQuestions } from '../../src/lib/domain/about-you.ts';
import { topics } from '../../src/lib/domain/need.ts';
import { parkReasons, type ParkReason } from '../../src/lib/domain/parked.ts';
import Replies from '../../src/lib/ui/needs/Replies.svelte';
import Track from '../../src/lib/ui/needs/Track.svelte';
import BottomBar from '../../src/lib/ui/BottomBar.svelte';
import AfterListening from '../../src/routes/[lang=lang]/AfterListening.svelte';
import Home from '../../src/routes/[lang=lang]/+page.svelte';
import Emptied from '../../src/routes/[lang=lang]/needs/Emptied.svelte';
import FileFields from '../../src/routes/[lang=lang]/needs/new/FileFields.svelte';
import NeedCard from '../../src/routes/[lang=lang]/needs/NeedCard.svelte';
import OneNeed from '../../src/routes/[lang=lang]/needs/OneNeed.svelte';
import Others from '../../src/routes/[lang=lang]/needs/Others.svelte';
import Parked from '../../src/routes/[lang=lang]/needs/Parked.svelte';
import TryNow from '../../src/routes/[lang=lang]/needs/TryNow.svelte';
import CheckScreen from '../../src/routes/[lang=lang]/needs/new/CheckScreen.svelte';
import {
	DraftPhotos,
	type PhotoNote
} from '../../src/routes/[lang=lang]/needs/new/draft-photos.svelte.ts';
import {
	DraftVoice,
	type VoiceNote
} from '../../src/routes/[lang=lang]/needs/new/draft-voice.svelte.ts';
import PlaceScreen from '../../src/routes/[lang=lang]/needs/new/PlaceScreen.svelte';
import Sent from '../../src/routes/[lang=lang]/needs/new/Sent.svelte';
import TopicScreen from '../../src/routes/[lang=lang]/needs/new/TopicScreen.svelte';
import WordsScreen from '../../src/routes/[lang=lang]/needs/new/WordsScreen.svelte';
import Find from '../../src/routes/[lang=lang]/needs/find/+page.svelte';
import type { MyNeed } from '../../src/lib/device/my-needs.ts';
import type { SentNow } from '../../src/routes/[lang=lang]/needs/send-now.ts';
import { Listener } from './heard.ts';

const neighbourhoods = [{ id: 'raval', name: 'El Raval' }];
const names = ['El Raval', 'Vila Nova'];
const recording = {
	id: 'v',
	role: 'voice',
	type: 'audio/webm',
	seconds: 7,
	addedAt: 1,
	url: 'data:,'
} as const;
const photo = { id: 'p', role: 'photo', type: 'image/jpeg', addedAt: 2, url: 'data:,' } as const;
const nothing = () => undefined;

const told: MyNeed = {
	id: 'need',
	code: '0123456789ABCDEF',
	track: 'phone',
	body: { topic: 'access', words: '', place: 'raval', consent: { version: 1, publish: false } },
	lang: 'es',
	media: [recording],
	listed: { voice: 1, photo: 2 },
	savedAt: Date.UTC(2026, 10, 27, 8, 5),
	sentAt: undefined,
	messages: [],
	spoken: [],
	problem: undefined,
	wordsArrived: false,
	became: undefined,
	hasReplyKey: true,
	helped: undefined,
	heldAt: undefined,
	withdrawalWaits: false
};
const answered: MyNeed = {
	...told,
	track: 'answered',
	sentAt: Date.UTC(2026, 4, 1, 21, 31),
	messages: [
		{ id: 'm', kind: 'answered', words: 'Hay wifi.', lang: 'es', saidAt: '2026-06-03T10:09:00Z' }
	] as unknown as MyNeed['messages']
};

describe.each(languages)('in %s', (lang) => {
	test('telling, with all that may come in between', async () => {
		const listener = await Listener.of(lang, names);
		const problemsOf = ['topic', 'blank', 'place'] as const;
		for (const problems of [[], [...problemsOf]]) {
			listener.listen(TopicScreen, { lang, topic: '', problems, onleave: nothing });
			listener.listen(PlaceScreen, { place: '', neighbourhoods, problems, onleave: nothing });
		}
		const voices = [
			showing(new DraftVoice(), { canRecord: false }),
			showing(new DraftVoice(), { kept: [recording] }),
			showing(new DraftVoice(), {
				aside: { type: 'audio/webm', bytes: new Uint8Array(1) }
			}),
			showing(new DraftVoice(), {
				running: { seconds: () => 3, level: () => 0, stop: nothing } as unknown as NonNullable<
					DraftVoice['running']
				>
			}),
			...voiceNotes.map((note) => showing(new DraftVoice(), { note }))
		];
		const photos = [
			showing(new DraftPhotos(), { kept: [photo] }),
			...photoNotes.map((note) => showing(new DraftPhotos(), { note }))
		];
		const words = { lang, words: '', problems: [...problemsOf], kept: true, onleave: nothing };
		for (const voice of voices)
			listener.listen(WordsScreen, { ...words, voice, photos: new DraftPhotos() });
		for (const each of photos)
			listener.listen(WordsScreen, { ...words, voice: new DraftVoice(), photos: each });
		const typed = { words: '', place: 'raval', publish: false, lesson: '', step: '' };
		for (const topic of topics) {
			for (const notKept of ['full', 'shut', undefined] as const) {
				listener.listen(CheckScreen, {
					typed: { ...typed, topic, place: notKept ? 'none' : 'raval' },
					neighbourhoods,
					media: [recording, photo],
					asks: aboutYouQuestions,
					ready: true,
					notKept,
					onpost: nothing
				});
			}
		}
		for (const needsVoice of [true, false]) listener.listen(FileFields, { needsVoice });
		for (const atHub of [true, false]) listener.listen(Sent, { lang, code: told.code, atHub });
		expect(listener.silent).toEqual([]);
		for (const key of [
			'voice.start',
			'voice.notes.refused',
			'voice.notes.full',
			'tell.check.send'
		] as const) {
			expect(listener.heard).toContain(listener.t(key).split(/(?<=\.) /)[0]);
		}
	});

	test('where it is, what it needs, and that the city answered', async () => {
		const listener = await Listener.of(lang, names);
		const { t } = listener;
		const city = { lang, t, city: 'Vila Nova', demonstration: false, lab: undefined };
		listener.listen(Home, { data: { ...city, modules: [] } } as never);
		const needs: MyNeed[] = [
			told,
			{ ...told, wordsArrived: true },
			{ ...told, heldAt: 1, listed: { voice: 0, photo: 1 } },
			{ ...told, track: 'sent', media: [] },
			answered,
			{ ...told, track: 'needs-you', problem: 'media' },
			{ ...told, track: 'withdrawn', withdrawalWaits: true },
			{ ...told, track: 'withdrawn', body: undefined, listed: { voice: 0, photo: 0 } }
		];
		for (const need of needs) {
			listener.listen(NeedCard, { need });
			listener.listen(OneNeed, { need, lang, neighbourhoods });
			listener.listen(Track, { track: need.track });
		}
		for (const reason of Object.keys(parkReasons) as ParkReason[]) {
			listener.listen(Parked, { id: 'need', reason, lang, ontell: nothing });
		}
		for (const said of sendings) listener.listen(TryNow, { said });
		const others = kinds.map((kind) => ({ kind, many: 12 }));
		const parked = kinds.map((kind) => ({
			id: kind,
			kind,
			reason: 'rejected' as const,
			mendable: true
		}));
		listener.listen(Others, { outbox: { all: 4, waiting: 4, held: 0, others, parked }, lang });
		listener.listen(Emptied, { lang, onunderstood: nothing });
		listener.listen(Replies, { messages: answered.messages, lang });
		listener.listen(BottomBar, { lang, here: 'messages' });
		for (const lab of [undefined, 'El Raval']) {
			for (const view of ['ask', 'incomplete', 'answer', 'no-internet', 'withdrawal-waits']) {
				listener.listen(Find, { data: { ...city, lab }, form: { view } } as never);
			}
		}
		const panel = { lang, t, onread: nothing, onclose: nothing };
		const voice = { kept: 0, offered: 5_100_000, stopped: false };
		listener.listen(AfterListening, { ...panel, what: 'offer', voice });
		listener.listen(AfterListening, { ...panel, what: 'not-here' });
		expect(listener.silent).toEqual([]);
		for (const key of [
			'messages.track.answered',
			'messages.track.needs-you',
			'shell.askReader'
		] as const) {
			expect(listener.heard).toContain(t(key));
		}
	});
});

/** Sets what an object shows. */
function showing<Shown extends object>(shown: Shown, changes: Partial<Shown>): Shown {
	return Object.assign(shown, changes);
}

const voiceNotes = Object.keys({
	longest: 1,
	taken: 1,
	full: 1,
	'no-room': 1,
	short: 1,
	found: 1,
	refused: 1,
	'no-microphone': 1,
	'no-recorder': 1,
	'no-sound': 1,
	'too-large': 1,
	removed: 1,
	'too-many': 1
} satisfies Record<VoiceNote, 1>) as VoiceNote[];

const photoNotes = Object.keys({
	'too-many': 1,
	'no-picture': 1,
	'too-large': 1,
	'no-room': 1,
	removed: 1
} satisfies Record<PhotoNote, 1>) as PhotoNote[];

const sendings = Object.keys({
	sent: 1,
	'at-lab': 1,
	'needs-you': 1,
	'no-internet': 1,
	portal: 1,
	busy: 1,
	slow: 1,
	elsewhere: 1
} satisfies Record<SentNow, 1>) as SentNow[];

const kinds = ['learnt', 'takenBack', 'sealed', 'carried'] as const;
