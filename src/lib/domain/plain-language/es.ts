import { hardWords, longestPart, phrase, type PlainRules } from './rules.ts';

export const spanish: PlainRules = {
	mostWords: 20,
	mostLetters: 13,
	bare: longestPart,
	passive: [
		phrase(
			'(?:es|son|fue|fueron|ser|será|serán|sería|sea|sean|sido|siendo)\\s+\\p{L}{2,}(?:ado|ada|ados|adas|ido|ida|idos|idas)'
		),
		phrase('se (?:procede|procederá|procedió|ha procedido) a'),
		phrase('se (?:ha|han|había) \\p{L}+(?:ado|ido)')
	],
	hard: hardWords(`
a efectos de = para
a la mayor brevedad = pronto, antes del ...
a tal efecto = para esto
acometer* = hacer, empezar
actuaci* = obra, trabajo
adjunt* = junto, con esta carta
administrado* = usted, las personas
anteriormente citad* = este
cabe señalar = quítelo
comparecer = venir
competente en la materia = que se ocupa
con anterioridad a = antes de
con posterioridad a = después de
conforme a lo = como dice
cumplimentar = rellenar
de conformidad con = según
desestima* = decir que no
dotaci* = lo que hay, medios
efectu* = hacer
ejecución = hacer la obra
el presente = este
en el plazo de = en, antes del
en virtud de = por, según
expediente = su caso, los papeles
formular = decir, hacer
habilitar = abrir, preparar
implementa* = hacer, poner en marcha
incidencia* = problema
infraestructura* = calles, tuberías, cables
inmueble = casa, edificio
persona interesada = usted
interponer = presentar
la presente = esta carta
le comunicamos que = quítelo y diga la noticia
le informamos que = quítelo y diga la noticia
licitación = elegir a la empresa
mediante = con
mobiliario urbano = bancos, papeleras
no obstante = pero
normativa = ley, normas
notific* = avisar
observancia = seguir, cumplir
precitad* = este
procedimiento = pasos
proceder a = quítelo y diga el verbo
realiza* = hacer
remit* = enviar
requeri* = pedir
resolución = decisión
sito en = que está en
solicita* = pedir
subsana* = arreglar, corregir
subvenci* = ayuda en dinero
tramita* = hacer los papeles
vía pública = calle
`)
};
