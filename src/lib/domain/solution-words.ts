/**
 * Words that name a solution. A challenge says what people need, and leaves open how: "book a visit to the doctor", not
 * "an app for visits" (GOV.UK Service Manual; participation reference, 7). Only a hint: software cannot tell a need that
 * is about a website from a website as its answer.
 */
import type { Language } from './language.ts';

/** Beginnings of words, without accents; a word that begins so is found. A `$` ends it. */
const beginnings: Record<Language, string> = {
	ca: 'app$ apps$ aplicaci web$ webs$ plataforma portal$ portals$ xatbot robot$ formulari fullet$ fullets$ cartell programari quiosc curs$ cursos$ taller$ tallers$ tauleta tauletes campanya',
	es: 'app$ apps$ aplicacion web$ webs$ plataforma portal$ portales$ chatbot robot$ formulario folleto cartel$ carteles$ software quiosco kiosco curso$ cursos$ taller$ talleres$ tableta campana$ campanas$',
	it: 'app$ applicazion sito$ siti$ piattaform portale$ portali$ chatbot robot$ modulo$ moduli$ volantin cartell software chiosco$ totem$ corso$ corsi$ laboratori tablet$ campagn',
	fr: 'appli$ applis$ application site$ sites$ plateforme portail$ portails$ chatbot robot$ formulaire depliant brochure affiche logiciel borne$ bornes$ cours$ atelier tablette campagne',
	nl: 'app$ apps$ applicatie website platform portaal$ portalen$ chatbot robot$ formulier folder$ folders$ brochure poster$ software zuil$ zuilen$ cursus workshop tablet$ tablets$ campagne',
	en: 'app$ apps$ application website webpage platform portal$ portals$ chatbot robot$ form$ forms$ leaflet brochure poster$ posters$ software kiosk course$ courses$ workshop tablet$ tablets$ campaign',
	pt: 'app$ apps$ aplicativo aplicacao$ aplicacoes$ site$ sites$ plataforma portal$ portais$ chatbot robo$ formulario folheto cartaz$ cartazes$ software quiosque curso$ cursos$ oficina tablet$ tablets$ campanha',
	ar: 'تطبيق موقع$ مواقع$ منصه منصات بوابه بوابات روبوت استماره استمارات نموذج$ نماذج$ منشور$ منشورات ملصق برنامج$ برامج$ كشك دوره$ دورات$ ورشه ورشات لوح$ حمله$ حملات$'
};

/**
 * The words of a text that name a solution, each once, as they stand in it and in their order. Arabic words are found
 * with the article and the small words that are written together with the next one.
 */
export function solutionWords(text: string, lang: Language): string[] {
	const known = beginnings[lang].split(' ');
	const found = (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => {
		const plain = plainWord(word);
		const forms =
			lang === 'ar' ? [plain, ...prefixes.map((prefix) => plain.replace(prefix, ''))] : [plain];
		return known.some((beginning) =>
			beginning.endsWith('$')
				? forms.includes(beginning.slice(0, -1))
				: forms.some((form) => form.startsWith(beginning))
		);
	});
	return [...new Set(found)];
}

/** In Arabic *and*, *with*, *for* and the article are one word with the next. */
const prefixes = [/^[وف]/, /^[وف]?[بكل]/, /^[وف]?[بك]?ال/, /^[وف]?لل/];

function plainWord(word: string): string {
	return word
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/\u0640/g, '')
		.replaceAll('ة', 'ه')
		.toLowerCase();
}
