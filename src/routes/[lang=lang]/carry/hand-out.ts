/** Gives a file away: to the share sheet where the browser lets it, else into the phone's downloads. */

/** The day on this phone's calendar, `2026-03-01`. */
export function today(now = new Date()): string {
	const two = (number: number) => String(number).padStart(2, '0');
	return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The file as it can be shared; undefined where the browser shares none. Many share only what they know, such as text. */
export function shareable(blob: Blob, name: string): File | undefined {
	const candidates = [
		new File([blob], name, { type: blob.type }),
		new File([blob], `${name}.txt`, { type: 'text/plain' })
	];
	return candidates.find((file) => navigator.canShare?.({ files: [file] }));
}

/** Opens the share sheet. Says whether the person chose somebody. */
export async function share(file: File): Promise<boolean> {
	try {
		await navigator.share({ files: [file] });
		return true;
	} catch {
		return false;
	}
}

/** Puts the file among the phone's downloads. */
export function save(blob: Blob, name: string): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	// the browser has begun to read it by then
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
