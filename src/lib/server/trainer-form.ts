/** The form of a trainer: her name, and the labs where she leads sessions. */
import * as v from 'valibot';
import { readForm, textOf } from './form-problems.ts';
import type { TrainerForm } from './trainers.ts';

/** What was typed, to be shown again. */
export function typedTrainer(form: FormData): TrainerForm {
	return { name: textOf(form, 'name'), labs: form.getAll('labs').map(String) };
}

/** Reads the form; of labs only those that are there count. */
export function readTrainerForm(form: FormData, labs: { id: string }[]) {
	const typed = typedTrainer(form);
	const known = typed.labs.filter((id) => labs.some((lab) => lab.id === id));
	const schema = v.object({
		name: v.pipe(v.string(), v.trim(), v.minLength(1, 'name'), v.maxLength(80, 'name')),
		labs: v.pipe(v.array(v.string()), v.minLength(1, 'labs'))
	});
	return readForm(schema, { name: typed.name, labs: [...new Set(known)] });
}
