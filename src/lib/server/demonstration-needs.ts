/** The invented needs of the demonstration city: what learners might say, in their own plain words. */
import * as v from 'valibot';
import { languages } from '../domain/language.ts';
import { topics } from '../domain/need.ts';
import invented from './demonstration-needs.json' with { type: 'json' };

export const demonstrationPlaces = [
	'Casc Antic',
	'El Mercat',
	'El Molí',
	'Horta Nova',
	'La Marina',
	'La Teuleria',
	'Les Fonts',
	'L’Estació',
	'Port Petit',
	'Sant Roc'
] as const;

const needSchema = v.strictObject({
	lang: v.picklist(languages),
	topic: v.picklist(topics),
	/** A neighbourhood of the demonstration city, or none. */
	place: v.nullable(v.picklist(demonstrationPlaces)),
	/** How many hours before the city's opening it was told. */
	hoursAgo: v.number(),
	words: v.string(),
	/** What staff did with it since; `withdrawn`: the person took it back. */
	since: v.optional(
		v.union([
			v.picklist(['read', 'in work', 'withdrawn']),
			v.strictObject({ answered: v.string() }),
			v.strictObject({ declined: v.string() })
		])
	)
});

export type DemonstrationNeed = v.InferOutput<typeof needSchema>;

export const demonstrationNeeds: DemonstrationNeed[] = v.parse(v.array(needSchema), invented);
