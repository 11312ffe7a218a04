/** Numbers that count something: money, people, metres. They are nobody's. */

const before = /(?:[€$£¥]|\b(?:eur|usd|bs)\.?)\s?$/i;
const behind =
	/^\s?(?:[€$£¥%]|(?:mil|thousand|mille|duizend)\b|euros?\b|eur\b|d[oó]lar|dollars?\b|pesos?\b|bolivianos?\b|reais\b|libras?\b|pounds?\b|millones|milions|millions?\b|miljoen|milioni|milh[oõ]es|habitant|personas?\b|persones\b|people\b|personnes\b|persone\b|pessoas\b|mensen\b|inhabitants|residents|votos?\b|votes\b|km|m2|m²|kg|kwh|يورو|دولار|شيكل|شخص|نسمة|مليون|ألف)/iu;

/** Does what stands around a number say that it counts something? */
export function isAmount(words: string, index: number, found: string): boolean {
	const end = index + found.length;
	return (
		before.test(words.slice(Math.max(0, index - 8), index)) ||
		behind.test(words.slice(end, end + 16))
	);
}
