/**
 * Dexie, in one file that pages and worker share: 27 KB less on every phone than a copy for each. What stands here is
 * the worker's way to it; for everything else scripts/dexie-plugin.ts puts another in its place.
 */
import type { default as DexieClass, liveQuery as LiveQuery } from 'dexie';
import { version } from 'dexie/package.json';

declare const importScripts: (url: string) => void;

/** Where it lies; only the worker asks. */
export const dexieFile = `/_app/immutable/shared/dexie-${version}.js`;
importScripts(dexieFile);

export const { Dexie } = globalThis as unknown as { Dexie: typeof DexieClass };
export const { liveQuery } = Dexie as unknown as { liveQuery: typeof LiveQuery };
