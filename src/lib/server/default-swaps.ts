/** What stands for the swap fields of lessons where the city gives nothing of its own. The build has checked it. */
import text from '../../content/swap-fields.yaml?raw';
import { readSwapFile } from './lesson-markdown/swap.ts';

export const defaultSwaps = readSwapFile(text, []).swaps;
