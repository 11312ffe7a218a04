/** What can be shown below Listen, and read, when a screen has been read. */
import type { Component } from 'svelte';
import type { Reading } from './speech.ts';

/** Something to be shown, with what it is given; `onread` reads it again, `onclose` takes it away. */
export interface Shown {
	Panel: Component<Record<string, unknown>>;
	given: object;
}

/** Says what is to be shown after a reading. */
export type After = (reading: Reading) => Promise<Shown | undefined>;
