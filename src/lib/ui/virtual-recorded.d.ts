/** Made by scripts/recordings-plugin.ts out of src/recordings. */
declare module 'virtual:recorded' {
	/** The names of the sentences that people recorded, by language. */
	export const recorded: Record<string, string[]>;
}
