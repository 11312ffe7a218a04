interface ImportMetaEnv {
	/** What the drawings are, in few letters (scripts/drawings-plugin.ts). */
	readonly DRAWINGS: string;
}
