/** Names where people introduce themselves or sign, in eight languages. */
import type { PersonalMark } from './mark.ts';

/** After these a name follows, however it is written. */
const introductions = [
	'me llamo',
	'mi nombre es',
	'em dic',
	'em diuen',
	'el meu nom és',
	'mi chiamo',
	'il mio nome è',
	"je m[’']appelle",
	'mon nom est',
	'ik heet',
	'mijn naam is',
	'my name is',
	"my name[’']s",
	'me chamo',
	'chamo-me',
	'o meu nome é',
	'meu nome é',
	'اسمي',
	'إسمي',
	'أدعى'
];

/** After these one follows only where it is written with capitals. */
const farewells = [
	'un saludo',
	'saludos',
	'un cordial saludo',
	'atentamente',
	'firmado',
	'fdo\\.',
	'una salutació',
	'salutacions',
	'atentament',
	'cordiali saluti',
	'distinti saluti',
	'saluti',
	'cordialement',
	'bien à vous',
	'salutations',
	'met vriendelijke groet(?:en)?',
	'groeten',
	'groetjes',
	'kind regards',
	'best regards',
	'regards',
	'yours sincerely',
	'sincerely',
	'signed',
	'atenciosamente',
	'cumprimentos',
	'com os melhores cumprimentos',
	'assinado',
	'مع تحياتي',
	'تحياتي',
	'المخلص',
	'التوقيع'
];

/** Small words that stand inside names. */
const particle =
	'(?:de|del|de la|de los|da|das|do|dos|di|della|von|van|van de|van den|van der|le|la|el|i|y|e|bin|ibn|bint|abu|أبو|بن|بنت|آل)';
const capital = "(?:\\p{Lu}\\.|\\p{Lu}[\\p{L}\\p{M}’'·-]*)";
const word = "[\\p{L}\\p{M}’'·-]+";
const arabicWord = '[\\u0621-\\u064a\\u0671-\\u06d3]+';

const introduced = new RegExp(
	`(?<![\\p{L}\\p{N}])(?:${introductions.join('|')})\\s*:?[ \\u00a0\\n]+`,
	'giu'
);
const signed = new RegExp(
	`(?<![\\p{L}\\p{N}])(?:${farewells.join('|')})\\s*[,.:;\\-–]?\\s*(?=[\\p{Lu}\\u0621-\\u064a])`,
	'giu'
);
const nameInCapitals = new RegExp(
	`^${capital}(?:[ \\u00a0](?:${particle}[ \\u00a0])?${capital}){0,4}`,
	'u'
);
const arabicName = new RegExp(
	`^${arabicWord}(?:[ \\u00a0](?:${particle}[ \\u00a0])?${arabicWord})?`,
	'u'
);
const oneWord = new RegExp(`^${word}`, 'u');

/** Words that stand after "my name is" and are no name, and that end an Arabic one. */
const noNames =
	/^(?:no|not|ya|muy|el|la|lo|un|una|en|de|que|important|importante|a|the|on|in|an|le|les|il|et|het|een|o|os|as|في|من|على|و|أسكن|اسكن|أعيش|أنا|لا|غير|هو|هي|عمري|ساكن|ساكنة|وأنا|واسكن|وأسكن)$/iu;
/** What follows a farewell and is no name but the next sentence, or whom it is for. */
const noSigners =
	/^(?:a|al|el|la|los|las|un|una|que|y|pero|gracias|por|para|desde|en|no|si|sí|se|es|muchas|the|and|to|for|from|i|we|it|thanks|thank|le|les|et|merci|de|het|en|bedankt|dank|e|o|os|as|obrigad[oa]|grazie|il|i|gràcies|els|madrid|ayuntamiento)$/iu;

/** The places of names after an introduction or a farewell. */
export function findNames(words: string): PersonalMark[] {
	return [
		...[...words.matchAll(introduced)].flatMap(({ 0: cue, index }) =>
			markAt(words, index + cue.length, introducedName)
		),
		...[...words.matchAll(signed)].flatMap(({ 0: cue, index }) =>
			markAt(words, index + cue.length, signedName)
		)
	];
}

function markAt(
	words: string,
	start: number,
	nameOf: (rest: string) => string | undefined
): PersonalMark[] {
	const name = nameOf(words.slice(start, start + 120));
	return name ? [{ start, end: start + name.length, kind: 'name' }] : [];
}

function introducedName(rest: string): string | undefined {
	const arabic = arabicName.exec(rest)?.[0];
	if (arabic) return withoutTail(arabic);
	const [first] = oneWord.exec(rest) ?? [];
	if (!first || noNames.test(first)) return undefined;
	// all in capitals says nothing of where the name ends
	if (/^\p{Lu}{2}/u.test(rest)) return first;
	return nameInCapitals.exec(rest)?.[0] ?? first;
}

function signedName(rest: string): string | undefined {
	const arabic = arabicName.exec(rest)?.[0];
	if (arabic) return withoutTail(arabic);
	const [name] = nameInCapitals.exec(rest) ?? [];
	const [first = ''] = name ? (oneWord.exec(name) ?? []) : [];
	if (!name || noSigners.test(first)) return undefined;
	const behind = rest.slice(name.length);
	// a signature ends the text or its line
	return /^[\s.,!]*(?:$|\n)/u.test(behind) ? name : undefined;
}

function withoutTail(name: string): string | undefined {
	const parts = name.split(/([ \u00a0])/);
	const [first = ''] = parts;
	if (noNames.test(first)) return undefined;
	const last = parts.at(-1) ?? '';
	return parts.length > 1 && (noNames.test(last) || /^و/u.test(last)) ? first : name;
}
