/** The photos of the need that is being told. */
import type { PhotoProblem } from '$lib/device/photo.ts';
import { mostPhotos } from '$lib/domain/media.ts';
import type { ShownMedia } from '../media-urls.ts';

/** What is to be said about the photos now. */
export type PhotoNote = PhotoProblem | 'removed';

type Aside = Pick<ShownMedia, 'type' | 'addedAt'> & { bytes: Uint8Array<ArrayBuffer> };

async function load() {
	const [photo, page, media, shown] = await Promise.all([
		import('$lib/device/photo.ts'),
		import('$lib/device/photo-on-page.ts'),
		import('$lib/device/media.ts'),
		import('../media-urls.ts')
	]);
	return { ...photo, ...page, ...media, ...shown };
}

export class DraftPhotos {
	kept = $state.raw<ShownMedia[]>([]);
	note = $state<PhotoNote>();
	/** Is shown what was kept, as far as the phone's memory lets it be read? Before that nothing is to be added. */
	isOpen = $state(false);
	/** Is one being made small? */
	busy = $state(false);
	/** The one that was removed, to be brought back. */
	aside = $state.raw<Aside>();
	#device: ReturnType<typeof load> | undefined;
	#owner: string | undefined;

	/** `owner`: whose draft it is, where not this phone's person's. */
	constructor(owner?: string) {
		this.#owner = owner;
	}

	/** Shows what is kept. */
	async open(): Promise<void> {
		try {
			const device = await this.#load();
			const kept = await device.showMedia(this.#owner ?? device.draft);
			this.kept = kept.filter(({ role }) => role === 'photo');
			device.letGo(kept.filter(({ role }) => role !== 'photo'));
			if (this.kept.length > mostPhotos) this.note = 'too-many';
		} finally {
			this.isOpen = true;
		}
	}

	/** Takes pictures of camera or gallery, one after the other: an old phone cannot open two at once. */
	async add(files: readonly File[]): Promise<void> {
		if (this.busy) return;
		this.busy = true;
		this.note = undefined;
		this.aside = undefined;
		const device = await this.#load();
		for (const file of files) {
			const result = await device
				.keepPhoto(file, device.drawOnPage, this.#owner)
				.catch(() => ({ problem: 'no-room' as const }));
			if ('problem' in result) this.note = result.problem;
			else this.kept = [...this.kept, await device.showOne(result.photo)];
		}
		this.busy = false;
	}

	async remove(id: string): Promise<void> {
		const device = await this.#load();
		const photo = this.kept.find((each) => each.id === id);
		if (!photo) return;
		this.aside = { ...photo, bytes: await device.bytesOf(id) };
		await device.dropMedia(id);
		device.letGo([photo]);
		this.kept = this.kept.filter((each) => each.id !== id);
		this.note = 'removed';
	}

	/** Brings back the one that was removed, to its place. */
	async bringBack(): Promise<void> {
		if (!this.aside) return;
		const device = await this.#load();
		const { type, bytes, addedAt } = this.aside;
		try {
			const owner = this.#owner ?? device.draft;
			const kept = await device.keepMedia('photo', type, bytes, { now: addedAt, owner });
			const shown = [...this.kept, await device.showOne(kept)];
			this.kept = shown.sort((a, b) => a.addedAt - b.addedAt);
			this.aside = undefined;
			this.note = undefined;
		} catch {
			this.note = 'no-room';
		}
	}

	/** The page goes. */
	close(): void {
		for (const { url } of this.kept) URL.revokeObjectURL(url);
		this.kept = [];
	}

	#load(): ReturnType<typeof load> {
		return (this.#device ??= load());
	}
}
