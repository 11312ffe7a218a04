// Groups texts on a thread of its own, so that the server goes on answering. Run as it stands by Node, never bundled.
import { parentPort, workerData } from 'node:worker_threads';
import { suggestThemes } from '../domain/theme-suggestions.ts';

const { texts, seed } = workerData as { texts: string[]; seed: number };
parentPort?.postMessage(suggestThemes(texts, seed));
