/** The voice of the need that is being told: recorded, heard, told again; nothing of it is lost by a slip. */
import type { AudioFileProblem } from '$lib/device/audio-file.ts';
import type { Ended, Recording, RecorderProblem, WhyEnded } from '$lib/device/recorder.ts';
import { mostRecordings, type MediaType } from '$lib/domain/media.ts';
import type { ShownMedia } from '../media-urls.ts';

/** What is to be said about the voice now. */
export type VoiceNote =
	| Exclude<WhyEnded, 'stopped' | 'no-room'>
	| RecorderProblem
	| AudioFileProblem
	| 'full'
	| 'short'
	| 'found'
	| 'removed'
	| 'too-many';

type Aside = { type: MediaType; bytes: Uint8Array<ArrayBuffer>; seconds?: number };

async function load() {
	const [recorder, files, media, opening, shown] = await Promise.all([
		import('$lib/device/recorder.ts'),
		import('$lib/device/audio-file.ts'),
		import('$lib/device/media.ts'),
		import('$lib/device/opening.ts'),
		import('../media-urls.ts')
	]);
	return { ...recorder, ...files, ...media, ...opening, ...shown };
}

export class DraftVoice {
	/** What is kept; more than one only when an older need was taken up again. */
	kept = $state.raw<ShownMedia[]>([]);
	running = $state.raw<Recording>();
	note = $state<VoiceNote>();
	/** Can this page record? Where not, the phone's own recorder gives a file. */
	canRecord = $state(true);
	/** The one that was removed or said again, to be brought back. */
	aside = $state.raw<Aside>();
	#opening: Promise<void> | undefined;
	#starting: Promise<void> | undefined;
	#ending: Promise<void> | undefined;
	#device: ReturnType<typeof load> | undefined;
	#owner: string | undefined;
	#stopHearing: (() => void) | undefined;

	/** `owner`: whose draft it is, where not this phone's person's. */
	constructor(owner?: string) {
		this.#owner = owner;
	}

	/** Is something said, or being said? */
	get isThere(): boolean {
		return this.kept.length > 0 || this.running !== undefined;
	}

	/** Is it more than one message can carry, as after two visits of a shared phone? Then it is said which must go. */
	isTooMany(): boolean {
		const isMany = this.kept.length > mostRecordings;
		if (isMany) this.note = 'too-many';
		return isMany;
	}

	/** The same for whoever wants to go on: what is said comes before her eyes. */
	isInTheWay(): boolean {
		const isMany = this.isTooMany();
		if (isMany) document.querySelector('.voice .note')?.scrollIntoView({ block: 'nearest' });
		return isMany;
	}

	/** Shows what is kept, also of a recording that a crash cut off. */
	open(): Promise<void> {
		return (this.#opening = this.#open());
	}

	async #open(): Promise<void> {
		const device = await this.#load();
		this.canRecord = device.hasRecorder();
		const found = await device.endCutOff(this.#owner);
		await this.#showAll();
		if (!this.isTooMany() && found.length > 0) this.note = 'found';
	}

	async #showAll(): Promise<void> {
		const device = await this.#load();
		const kept = await device.showMedia(this.#owner ?? device.draft);
		this.#show([]);
		this.#show(kept.filter(({ role }) => role === 'voice'));
		device.letGo(kept.filter(({ role }) => role !== 'voice'));
	}

	/** Has another page of hers recorded meanwhile? That is shown then: nothing takes its place before she has heard it. */
	async #isThereMore(): Promise<boolean> {
		const { kept } = this;
		await this.#showAll();
		if (this.kept.length <= kept.length) return false;
		this.note = 'too-many';
		return true;
	}

	/** Begins to record. What was said before is put aside, and comes back when this cannot begin or was a slip. */
	async start(): Promise<void> {
		if (this.running || this.#starting) return;
		this.#starting = this.#begin().finally(() => (this.#starting = undefined));
		await this.#starting;
	}

	/** Ends a recording that runs or is about to, however it came, and waits until it is kept. */
	async settle(): Promise<void> {
		await this.#starting;
		void this.running?.stop();
		await this.#ending;
		// what a full phone could not end then may have room now
		const device = await this.#load();
		await device.endCutOff(this.#owner);
	}

	/** Takes a file of the phone's own recorder. */
	async take(file: File): Promise<void> {
		if (await this.#isThereMore()) return;
		const device = await this.#load();
		const aside = await this.#copy();
		const result = await device.keepAudioFile(file, await secondsOf(file), this.#owner);
		if ('problem' in result) return void (this.note = result.problem);
		this.aside = aside;
		this.note = undefined;
		this.#show([await device.showOne(result.recording)]);
	}

	async remove(id: string): Promise<void> {
		const device = await this.#load();
		this.aside = await this.#copy(id);
		await device.dropMedia(id);
		this.note = 'removed';
		this.#show(this.kept.filter((each) => each.id !== id));
	}

	/** Brings back what was put aside; what is there now is put aside for it. */
	async bringBack(): Promise<void> {
		const { aside } = this;
		if (!aside || (await this.#isThereMore())) return;
		const device = await this.#load();
		const other = await this.#copy();
		const { type, bytes, seconds } = aside;
		try {
			const owner = this.#owner ?? device.draft;
			const options = { owner, ...(seconds !== undefined && { seconds }) };
			const kept = await device.keepMedia('voice', type, bytes, options);
			this.aside = other;
			this.note = undefined;
			this.#show([await device.showOne(kept)]);
		} catch {
			this.note = 'no-room';
		}
	}

	/** The page goes. */
	close(): void {
		void this.running?.stop();
		this.#stopHearing?.();
		this.#show([]);
	}

	async #begin(): Promise<void> {
		// a quick tap must not meet the ending of what a crash cut off, which has the microphone's turn
		await this.#opening?.catch(() => undefined);
		if (await this.#isThereMore()) return;
		const device = await this.#load();
		const aside = await this.#copy();
		const result = await device.record(undefined, this.#owner);
		if ('problem' in result) {
			this.note = result.problem;
			if (result.problem !== 'no-microphone') this.canRecord = false;
			return;
		}
		this.note = undefined;
		this.aside = aside;
		this.#show([]);
		this.running = result;
		this.#ending = result.ended.then((ended) => this.#ended(ended));
		// a newer Plaza, and whoever is finished, wait until what is said is whole
		this.#stopHearing ??= device.beforeClosing(async () => this.running && this.settle());
	}

	async #ended({ why, recording }: Ended): Promise<void> {
		if (recording) this.#show([await (await this.#load()).showOne(recording)]);
		else await this.bringBack();
		this.running = undefined;
		if (!recording) this.note = 'short';
		else if (why !== 'stopped') this.note = why === 'no-room' ? 'full' : why;
	}

	async #copy(id = this.kept[0]?.id): Promise<Aside | undefined> {
		const shown = this.kept.find((each) => each.id === id);
		if (!shown) return undefined;
		const bytes = await (await this.#load()).bytesOf(shown.id);
		const { type, seconds } = shown;
		return { type, bytes, ...(seconds !== undefined && { seconds }) };
	}

	#show(kept: ShownMedia[]): void {
		for (const { id, url } of this.kept) {
			if (!kept.some((each) => each.id === id)) URL.revokeObjectURL(url);
		}
		this.kept = kept;
	}

	#load(): ReturnType<typeof load> {
		return (this.#device ??= load());
	}
}

/** How long a sound file is; undefined when the browser cannot say so soon. */
async function secondsOf(file: File): Promise<number | undefined> {
	const audio = new Audio();
	const url = URL.createObjectURL(file);
	try {
		await new Promise((resolve) => {
			audio.onloadedmetadata = audio.onerror = resolve;
			setTimeout(resolve, 2000);
			audio.preload = 'metadata';
			audio.src = url;
		});
		return Number.isFinite(audio.duration) ? audio.duration : undefined;
	} finally {
		URL.revokeObjectURL(url);
	}
}
