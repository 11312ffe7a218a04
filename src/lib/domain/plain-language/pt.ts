import { hardWords, longestPart, phrase, type PlainRules } from './rules.ts';

export const portuguese: PlainRules = {
	mostWords: 20,
	mostLetters: 13,
	bare: longestPart,
	passive: [
		phrase(
			'(?:é|são|foi|foram|ser|será|serão|seria|seja|sejam|sido|sendo)\\s+\\p{L}{2,}(?:ado|ada|ados|adas|ido|ida|idos|idas)'
		),
		phrase('(?:procede-se|proceder-se-á|procedeu-se) (?:a|à|ao)')
	],
	hard: hardWords(`
a fim de = para
a título de = como
acima mencionad* = este
ao abrigo d* = como diz
aquando d* = quando
assistir o direito = ter direito
auferi* = receber
averbamento = nota no papel
com a maior brevidade = depressa, antes de ...
competente na matéria = que trata disso
comparência = vir
conceder = dar
concernente = sobre
de acordo com o disposto = como diz
de modo a = para
deferi* = dizer que sim
deliberação = decisão
desprovid* = sem
diligência* = passos
doravante = a partir de agora
efetu* = fazer
em conformidade com = como diz
em virtude de = por causa de
emitir = dar, fazer
equacionar = pensar em
evidencia* = mostrar
expediente = papéis
formalizar = fazer
implement* = fazer, pôr a funcionar
indeferi* = dizer que não
infraestrutur* = ruas, canos, cabos
inerente* = de
informamos que = tire isto e diga a notícia
interpor = apresentar
intervenção = obra, trabalho
legislação = lei
mediante = com
montante = dinheiro
munícipe* = pessoas da cidade
não obstante = mas
no âmbito d* = em, para
no prazo de = em, antes de
nos termos d* = como diz
notific* = avisar
outrossim = também
pela presente = tire isto
posteriormente = depois
previamente = antes
procedimento = passos
proceder a = diga o verbo
regulament* = regras
remeter = enviar
requer* = pedir
sito em = que fica em
solicit* = pedir
subsídio = ajuda em dinheiro
supracitad* = este
tramitação = passos
usufru* = usar
via pública = rua
vimos por este meio = tire isto
`)
};
