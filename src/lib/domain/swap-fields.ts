/**
 * Swap fields: what a lesson writes as [[office]] or [[phone]] is the city's own. A name differs from language to
 * language, a fact is the same in all. Where a city gives nothing, the invented one of the lessons stands.
 */
import * as v from 'valibot';
import { languages, type Language } from './language.ts';

export const swapNames = ['office', 'city'] as const;
export const swapFacts = ['phone', 'address', 'site'] as const;
export const swapFields = [...swapNames, ...swapFacts] as const;

export type SwapField = (typeof swapFields)[number];

/** Characters at most, so that a sentence with it stays short and a label on its line. */
export const mostCharacters: Readonly<Record<SwapField, number>> = {
	office: 40,
	city: 30,
	phone: 20,
	address: 40,
	site: 40
};

/** Words at most. */
export const mostSwapWords: Readonly<Record<SwapField, number>> = {
	office: 4,
	city: 3,
	phone: 5,
	address: 5,
	site: 1
};

/** The issues of a value are codes: `swap.<field>`. */
function plain(field: SwapField) {
	const code = `swap.${field}`;
	return v.pipe(
		v.string(code),
		v.transform((text) => text.trim().replace(/\s+/g, ' ')),
		v.maxLength(mostCharacters[field], code),
		// plain words: nothing that means something to a lesson, nothing that cannot be seen
		v.regex(/^[^[\]{}<>"\\|*_#`\p{C}]*$/u, code),
		v.regex(/[\p{L}\p{N}]/u, code),
		v.check((text) => text.split(' ').length <= mostSwapWords[field], code)
	);
}

const byLanguage = (field: SwapField) =>
	v.record(v.picklist(languages, 'name a language'), plain(field));

/** Where the city's pages are, as a person would write it: without https:// and www. */
const site = v.pipe(
	v.string('swap.site'),
	v.transform((text) =>
		text
			.trim()
			.toLowerCase()
			.replace(/^https?:\/\//, '')
			.replace(/^www\./, '')
			.replace(/\/$/, '')
	),
	v.maxLength(mostCharacters.site, 'swap.site'),
	v.regex(/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u, 'swap.site')
);

const entries = {
	office: byLanguage('office'),
	city: byLanguage('city'),
	phone: v.pipe(plain('phone'), v.regex(/^\+?[\d ()./-]+$/, 'swap.phone')),
	address: plain('address'),
	site
} satisfies Record<SwapField, v.GenericSchema>;

/** Every field, as the lessons are written with. */
export const defaultSwapsSchema = v.strictObject(entries);

/** The fields that a city gives itself. */
export const swapsSchema = v.partial(defaultSwapsSchema);

export type Swaps = v.InferOutput<typeof swapsSchema>;

/** What stands in the places of a lesson in one language, by the name in the brackets. */
export type SwapValues = Readonly<Record<string, string>>;

/** The values for lessons in a language: the city's own, else the defaults. Two more are made of the site. */
export function swapValues(lang: Language, defaults: Swaps, own: Swaps = {}): SwapValues {
	const values: Record<string, string> = {};
	for (const name of swapNames) {
		const value = own[name]?.[lang] ?? defaults[name]?.[lang];
		if (value !== undefined) values[name] = value;
	}
	for (const fact of swapFacts) {
		const value = own[fact] ?? defaults[fact];
		if (value !== undefined) values[fact] = value;
	}
	if (values['site'] === undefined) return values;
	const siteName = siteNameOf(values['site']);
	return { ...values, 'site-name': siteName, 'look-alike': lookAlikeOf(siteName) };
}

/** "ajuntament.city.cat" -> "ajuntament-city": the beginning of many a false address. */
function siteNameOf(site: string): string {
	return site.slice(0, site.lastIndexOf('.')).replaceAll('.', '-');
}

const alike: readonly [string, string][] = [
	['l', '1'],
	['o', '0'],
	['i', '1'],
	['e', '3']
];

/** One letter is another: "puente-azul" -> "puente-azu1.example". It ends in .example, which nobody can own (RFC 2606). */
function lookAlikeOf(siteName: string): string {
	for (const [letter, sign] of alike) {
		const at = siteName.lastIndexOf(letter);
		if (at >= 0) return `${siteName.slice(0, at)}${sign}${siteName.slice(at + 1)}.example`;
	}
	return `${siteName}${siteName.slice(-1)}.example`;
}
