import { isLanguage } from '$lib/domain/language.ts';

/** Only the eight languages are pages: any other first part of a path is not found. */
export const match = (param: string) => isLanguage(param);
