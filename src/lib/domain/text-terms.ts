/** The terms of a text: words shortened so that most forms of one word meet, in the eight languages. */

/** Longer words are cut to this many letters: forms differ mostly at their ends. */
const stemLength = 6;
const shortest = 3;

/** Each term with how often it stands there, and the first word, as it is written, that it comes from. */
export function termsIn(text: string): Map<string, { count: number; word: string }> {
	const found = new Map<string, { count: number; word: string }>();
	for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}]+/gu)) {
		const term = termOf(word);
		if (term === undefined) continue;
		const known = found.get(term);
		if (known) known.count++;
		else found.set(term, { count: 1, word });
	}
	return found;
}

/** The term of a word in lower case; undefined where it is too short or only holds a sentence together. */
function termOf(word: string): string | undefined {
	const plain = word.normalize('NFKD').replace(/[\p{M}\u0640]/gu, '');
	// Arabic joins the article, and what stands before it, to the word
	const bare = plain.replace(/^[وفبكل]?ال(?=\p{L}{3})/u, '').replace(/^لل(?=\p{L}{3})/u, '');
	if (bare.length < shortest || small.has(plain)) return undefined;
	return bare.slice(0, stemLength);
}

/** Small words of the eight languages, without accents, that the share of texts alone does not find in a small list. */
const small = new Set(
	`que los las una con por para como mas pero sus del esta este esto son hay muy sin sobre todo todos toda todas
	cuando donde desde hasta porque tambien solo nos les ser estar tener hacer puede pueden tiene tienen otra otro
	els les uns unes amb per com mes pero seus aquest aquesta son hi ha molt sense tot tots quan des fins tambe nomes
	che gli una con per come piu suoi del della delle dei degli questo questa sono molto senza tutto tutti quando dove
	dal alla alle nel nella anche solo non
	des les une avec pour par comme plus mais ses cette ces sont tres sans sur tout tous quand depuis jusque aussi
	pas que qui dans aux est ont etre avoir faire peut
	het een met voor door als meer maar zijn deze dit heel zonder over alle alles wanneer waar sinds tot ook alleen
	niet dat die van aan bij naar kan kunnen heeft hebben wordt worden
	the and for with that this are was not but have has from they there their our you your can will would should more
	all when where which what who how about into than then also only very
	que uma com por para como mais mas seus desta deste isto sao muito sem sobre todo todos toda quando onde desde ate
	porque tambem nao dos das nos ser estar ter fazer pode podem
	من في على الى عن مع هذا هذه ذلك التي الذي ان لا ما كل بعد قبل عند حتى لكن او كما قد هو هي
	der die das und ist nicht mit fur von auf ein eine den dem des sich auch wie oder werden wird sind zum zur bei
	dass aus man nur mehr alle`.split(/\s+/)
);
