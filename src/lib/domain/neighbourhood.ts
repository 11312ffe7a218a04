/** A neighbourhood of the city, from its settings. */
import * as v from 'valibot';
import { placeSchema } from './need.ts';

export const neighbourhoodSchema = v.strictObject({
	id: placeSchema,
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))
});

export type Neighbourhood = v.InferOutput<typeof neighbourhoodSchema>;

/** A short stable id from a name: `L'Eixample` gives `l-eixample`, with a number where it is taken. */
export function placeIdOf(name: string, taken: ReadonlySet<string>): string {
	const plain = name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 56);
	const base = plain || 'place';
	if (!taken.has(base) && plain) return base;
	for (let number = plain ? 2 : 1; ; number++) {
		const id = `${base}-${number}`;
		if (!taken.has(id)) return id;
	}
}
