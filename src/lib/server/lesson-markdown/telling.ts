/** How each language tells somebody to do something with her hand: the verbs, and the words around them. */
import type { Language } from '../../domain/language.ts';

export interface Telling {
	/** What the hand does, as one is told to do it; without accents. */
	verbs: string;
	/** Little words that hang on a verb. */
	tails: string;
	/** Words that can stand before it. */
	openings: string;
	/** With which a phrase begins that can stand before it, up to its comma. */
	phrases: string;
	/** Words that tie a second instruction to the first. */
	joints: string;
}

/** By language. To look for something is to look: it is not among the verbs. */
export const telling: Record<Language, Telling> = {
	ca: {
		verbs:
			'toca|prem|obre|tanca|escriu|tria|empeny|llisca|copia|afegeix|esborra|envia|desa|marca|apaga|encen|posa|treu|deixa|aixeca|agafa|fes|omple|grava|reinicia|baixa|buida|canvia|activa|gira|bloqueja',
		tails: "(?:[-'’]\\p{L}+)*",
		openings: 'despres|llavors|ara|primer|aixi|alla|aqui|avui|tambe|al final',
		phrases: 'a|al|amb|en|si|quan|per|sota',
		joints: 'i|despres'
	},
	es: {
		verbs:
			'toca|pulsa|aprieta|abre|cierra|escribe|elige|empuja|desliza|copia|anade|borra|envia|guarda|marca|apaga|enciende|pon|quita|deja|levanta|toma|haz|completa|rellena|graba|reinicia|descarga|vacia|cambia|activa|gira|bloquea|dale',
		tails: '(?:me|te|se|nos)?(?:l[aeo]s?)?',
		openings:
			'despues|luego|ahora|primero|asi|entonces|solo entonces|alli|ahi|aqui|hoy|tambien|al final',
		phrases: 'en|si|cuando|con|para|desde|al|a|por|antes|durante|debajo',
		joints: 'y|luego|despues'
	},
	it: {
		verbs:
			'tocca|premi|apri|chiudi|scrivi|scegli|spingi|scorri|copia|aggiungi|cancella|elimina|invia|manda|salva|segna|spegni|accendi|metti|togli|lascia|alza|prendi|fai|compila|registra|riavvia|scarica|svuota|cambia|attiva|gira|blocca',
		tails: '(?:[mtc]i|gli|ne|l[aeio])*',
		openings: 'poi|dopo|ora|adesso|prima|cosi|la|li|qui|oggi|anche|alla fine',
		phrases: 'a|al|con|in|nel|nella|se|quando|per|sotto',
		joints: 'e|poi'
	},
	fr: {
		verbs:
			'appuyez|touchez|ouvrez|fermez|ecrivez|tapez|choisissez|poussez|glissez|copiez|ajoutez|effacez|supprimez|envoyez|enregistrez|cochez|eteignez|allumez|mettez|posez|enlevez|laissez|levez|prenez|faites|remplissez|redemarrez|telechargez|videz|changez|activez|tournez|bloquez',
		tails: '(?:-\\p{L}+)*',
		openings: "puis|ensuite|maintenant|d['’]abord|ainsi|alors|la|ici|a la fin|enfin",
		phrases: 'a|au|avec|dans|en|si|quand|pour|sous|sur',
		joints: 'et|puis'
	},
	nl: {
		verbs:
			'tik|druk|open|sluit|schrijf|typ|kies|duw|schuif|veeg|kopieer|voeg|wis|verwijder|stuur|bewaar|zet|leg|haal|laat|til|neem|maak|vul|download|leeg|verander|draai|blokkeer',
		// "not" comes after the verb
		tails: '(?!(?:\\s\\p{L}+){0,4}\\s(?:niet|geen|nooit)\\s)',
		openings: 'dan|daarna|nu|eerst|zo|daar|hier|ook|aan het eind',
		phrases: 'aan|als|bij|in|met|na|onder|op|voor|wanneer',
		joints: 'en|dan'
	},
	en: {
		verbs:
			'tap|press|hold|open|close|write|type|choose|push|pull|slide|swipe|scroll|copy|add|delete|send|save|mark|turn|put|leave|lift|take|fill|record|restart|download|empty|change|set|block',
		tails: '',
		openings: 'then|now|first|so|there|here|only then|at the end|after that|also',
		phrases: 'after|at|before|for|from|if|in|on|to|under|when|with',
		joints: 'and|then|and then'
	},
	pt: {
		verbs:
			'toque|aperte|abra|feche|escreva|digite|escolha|empurre|deslize|copie|adicione|apague|envie|mande|salve|marque|desligue|coloque|ponha|tire|deixe|levante|pegue|faca|preencha|grave|reinicie|baixe|esvazie|mude|troque|ative|gire|bloqueie',
		tails: '(?:-\\p{L}+)*',
		openings: 'depois|agora|primeiro|entao|assim|ali|la|aqui|no fim|tambem',
		phrases: 'a|ao|com|em|no|na|se|quando|para|por|sob',
		joints: 'e|depois'
	},
	ar: {
		verbs:
			'اضغط|المس|انقر|افتح|أغلق|اكتب|اختر|مرر|انسخ|أضف|احذف|امسح|أرسل|احفظ|ضع|اترك|ارفع|خذ|التقط|املأ|سجل|نزل|أفرغ|شغل|أطفئ|أمسك|احظر',
		tails: '(?:ها?|هما?)?',
		openings: 'ثم|الآن|أولا|بعد ذلك|هنا|هناك|في النهاية',
		phrases: 'في|إذا|عندما|مع|قبل|بعد|تحت|على',
		joints: '(?=و)'
	}
};
