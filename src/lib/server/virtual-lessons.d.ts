/** Made by scripts/lessons-plugin.ts out of src/content. */
declare module 'virtual:lessons' {
	type Placed = import('./lesson-markdown/placed-pictures.ts').PlacedPictures;
	export const content: Placed['content'];
	export const pictures: Pick<Placed, 'first' | 'modules'>;
	/** What is read again for a city with swap fields of its own: path -> text. */
	export const swappable: Record<string, string>;
}
