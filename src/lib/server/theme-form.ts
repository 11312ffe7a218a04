/** The form of a theme as it was posted. */
import { readThemeForm } from '../domain/theme.ts';
import { textOf } from './form-problems.ts';

/** What was typed, and the theme or its problems. */
export function readThemePost(form: FormData) {
	const typed = {
		name: textOf(form, 'name'),
		topic: textOf(form, 'topic'),
		place: textOf(form, 'place'),
		lang: textOf(form, 'lang'),
		words: textOf(form, 'words')
	};
	return { typed, ...readThemeForm(typed) };
}
