/**
 * Search in the words of needs: word forms and accents by PostgreSQL's dictionary of each language, misspellings by
 * trigrams (pg_trgm). How and why: docs/search.md.
 */
import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** Dictionaries of PostgreSQL 14 by language: Plaza's eight, and others in which a person may write. */
const dictionaries: Record<string, string> = {
	ca: 'catalan',
	es: 'spanish',
	it: 'italian',
	fr: 'french',
	nl: 'dutch',
	en: 'english',
	pt: 'portuguese',
	ar: 'arabic',
	da: 'danish',
	de: 'german',
	el: 'greek',
	eu: 'basque',
	fi: 'finnish',
	ga: 'irish',
	hi: 'hindi',
	hu: 'hungarian',
	hy: 'armenian',
	id: 'indonesian',
	lt: 'lithuanian',
	ne: 'nepali',
	no: 'norwegian',
	ro: 'romanian',
	ru: 'russian',
	sr: 'serbian',
	sv: 'swedish',
	ta: 'tamil',
	tr: 'turkish',
	yi: 'yiddish'
};

/** A query's words of at least this length are looked for misspelt too; in shorter ones nearly everything is alike. */
const shortestMisspelt = 4;
/** A misspelt word is taken for so many others at most. */
const mostAlike = 50;
/** Signs of the longest word that is looked up misspelt. */
const longestLooked = 60;
/** More of a query than this is not looked at. */
const longestQuery = 200;

/** PostgreSQL's text search configuration for a language tag (BCP 47); `simple` where there is none. */
function dictionaryOf(tag: string): string {
	const primary = tag.split('-')[0] ?? '';
	return dictionaries[primary] ?? 'simple';
}

/**
 * A text as people type it in a hurry: lower case, without accents; of Arabic, one form of alef, ya and ta marbuta, no
 * vowel signs and no tatweel; digits of every script as 0 to 9.
 */
export function plainText(words: string): string {
	return words
		.normalize('NFKD')
		.replace(/[\p{M}\u0640\u00b7]/gu, '')
		.toLowerCase()
		.replace(/[ßæœøłđıٱىةؤئ]/g, (letter) => foldings[letter] ?? letter)
		.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
		.replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}

const foldings: Record<string, string> = {
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	ł: 'l',
	đ: 'd',
	ı: 'i',
	ٱ: 'ا',
	ى: 'ي',
	ة: 'ه',
	ؤ: 'و',
	ئ: 'ي'
};

/**
 * The value of the column `plain`: the plain text in ASCII. Each other letter becomes one of 36 signs, always the same,
 * because pg_trgm sees only ASCII letters where the database's locale is C; how alike two words look stays the same.
 */
export function lookText(words: string): string {
	return plainText(words).replace(/[^\p{ASCII}]/gu, (sign) =>
		/[\p{L}\p{N}]/u.test(sign) ? ((sign.codePointAt(0) ?? 0) % 36).toString(36) : ' '
	);
}

/** The words of a text in which misspelt ones are looked up, each once: from three signs on, as `lookText` has them. */
export function lookWords(words: string): string[] {
	const all = lookText(words).split(/[^a-z0-9]+/);
	return [...new Set(all)].filter(({ length }) => length >= 3 && length <= longestLooked);
}

/** What the value of the column `search` is made of, for `searchVector`. */
export function vectorFields(lang: string, words: string) {
	return {
		...{ dictionary: dictionaryOf(lang), words, folded: plainText(words) },
		looks: lookWords(words).map((word) => `~${word}`)
	};
}

/**
 * The value of the column `search`: the words by the dictionary of their language, with and without accents, and, behind a
 * ~ that no dictionary makes, as they stand; from a JSON object `fields` as `vectorFields` makes it.
 */
export const searchVector = sql`to_tsvector((fields ->> 'dictionary')::regconfig, fields ->> 'words')
	|| to_tsvector((fields ->> 'dictionary')::regconfig, fields ->> 'folded')
	|| array_to_tsvector(array(select json_array_elements_text(fields -> 'looks')))`;

/**
 * The needs (columns `lang` and `search` of the table `needs`) that a query finds: by word forms in the language of the
 * need, or, where a word is long enough, misspelt. Quotes, `or` and `-` work as PostgreSQL's web search has them.
 */
export function searchCondition(query: string): RawBuilder<SqlBool> {
	const asked = query.slice(0, longestQuery).replaceAll('\u0000', '');
	const plain = plainText(asked);
	const inDictionary = (dictionary: string) =>
		sql`(websearch_to_tsquery(${dictionary}::regconfig, ${asked}) || websearch_to_tsquery(${dictionary}::regconfig, ${plain}))`;
	const tags = Object.keys(dictionaries);
	// the first finds by the index, in whatever language; the second keeps what its own language's dictionary means
	const forms = sql.join([...tags.map(dictionaryOf), 'simple'].map(inDictionary));
	const inAny = sql`(select string_agg(distinct form::text, ' | ')::tsquery from unnest(array[${forms}]) as form where numnode(form) > 0)`;
	const cases = tags.map((tag) => sql`when ${tag} then ${inDictionary(dictionaryOf(tag))}`);
	const inOwn = sql`case split_part(needs.lang, '-', 1) ${sql.join(cases, sql` `)} else ${inDictionary('simple')} end`;
	const misspelt = misspeltWords(plain);
	if (misspelt.length === 0) {
		return sql<SqlBool>`(needs.search @@ ${inAny} and needs.search @@ (${inOwn}))`;
	}
	// null where one of the words is like no word that anybody said
	const byLook = sql`(select ${sql.join(misspelt.map(likeWords), sql` && `)})`;
	return sql<SqlBool>`(needs.search @@ coalesce(${inAny} || ${byLook}, ${byLook}, ${inAny})
		and (needs.search @@ (${inOwn}) or needs.search @@ ${byLook}))`;
}

/** The words in needs that a word may be meant as, the most alike first, as one query. */
function likeWords(word: string): RawBuilder<unknown> {
	const looked = lookText(word);
	return sql`(select string_agg('''~' || word || '''', ' | ')::tsquery from (
		select word from need_words where word % ${looked}
		order by similarity(word, ${looked}) desc, word limit ${mostAlike}) as alike)`;
}

/** The words of a plain query, if all may be misspelt: with quotes or a minus it means just what it says. */
function misspeltWords(plain: string): string[] {
	if (/["]|(^|\s)-/.test(plain)) return [];
	const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
	return words.filter((word) => word.length >= shortestMisspelt);
}
