import { hardWords, longestPart, phrase, type PlainRules } from './rules.ts';

export const catalan: PlainRules = {
	mostWords: 20,
	mostLetters: 13,
	bare: longestPart,
	passive: [
		phrase(
			'(?:és|són|fou|foren|serà|seran|seria|sigui|siguin|estat|sent|(?:va|van) ser)\\s+\\p{L}{2,}(?:at|ada|ats|ades|it|ida|its|ides|ut|uda|uts|udes)'
		),
		phrase('(?:es procedeix|es procedirà|s’ha procedit|s.ha procedit) a'),
		phrase("s[’']ha(?:n)? \\p{L}+(?:at|it|ut)")
	],
	hard: hardWords(`
a l’efecte de = per
a l'efecte de = per
a tal efecte = per a això
adjunt* = junt, amb aquesta carta
als efectes de = per
amb anterioritat a = abans de
amb posterioritat a = després de
atès que = perquè
competent en la matèria = que se n'ocupa
complimentar = omplir
d’acord amb el que = com diu
d'acord amb el que = com diu
de conformitat amb = segons
desestima* = dir que no
dotaci* = el que hi ha, mitjans
efectu* = fer
el present = aquest
en el termini de = en, abans del
en virtut de = per, segons
esmena* = arreglar, corregir
esmentad* = aquest
executar = fer
execució = fer l'obra
expedient = el seu cas, els papers
formular = dir, fer
habilitar = obrir, preparar
implementa* = fer, posar en marxa
incidènci* = problema
infraestructur* = carrers, canonades, cables
immoble = casa, edifici
persona interessada = vostè
interposar = presentar
la present = aquesta carta
li comuniquem que = tregui-ho i digui la notícia
li informem que = tregui-ho i digui la notícia
licitació = triar l'empresa
mitjançant = amb
mobiliari urbà = bancs, papereres
no obstant = però
normativa = llei, normes
notific* = avisar
per tal de = per
procediment = passos
procedir a = tregui-ho i digui el verb
realitz* = fer
requeri* = demanar
resolució = decisió
sol·licit* = demanar
subvenci* = ajut en diners
tramet* = enviar
tramita* = fer els papers
ubicat = que és a
via pública = carrer
`)
};
