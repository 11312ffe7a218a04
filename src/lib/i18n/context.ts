import { createContext } from 'svelte';
import type { CitizenWords, StaffWords } from './translator.ts';

/** The words of this page for every component below: set once by the layout. */
export const [useWords, setWords] = createContext<CitizenWords>();
export const [useStaffWords, setStaffWords] = createContext<StaffWords>();
