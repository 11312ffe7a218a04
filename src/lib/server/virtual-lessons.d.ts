/** Made by scripts/lessons-plugin.ts out of src/content. */
declare module 'virtual:lessons' {
	export const content: import('./lesson-markdown/content.ts').Content;
}
