import { hardWords, longestPart, phrase, type PlainRules } from './rules.ts';

export const italian: PlainRules = {
	mostWords: 20,
	mostLetters: 13,
	bare: longestPart,
	passive: [
		phrase(
			'(?:viene|vengono|verrà|verranno|venne|venivano|sarà|saranno|fu|furono|(?:è|sono) stat[oaie])\\s+\\p{L}{2,}(?:ato|ata|ati|ate|uto|uta|uti|ute|ito|ita|iti|ite|tto|tta|tti|tte|so|sa|si|se)'
		),
		phrase('si (?:provvede|provvederà|è provveduto) a'),
		phrase('si procederà a(?:l|lla|llo|i|gli|lle)?')
	],
	hard: hardWords(`
a decorrere da* = da
a seguito di = dopo
ai fini di = per
ai sensi de* = come dice
allega* = mettere insieme, con questa lettera
altresì = anche
antecedentemente = prima
apposit* = questo, giusto
avvalersi = usare
competente in materia = che se ne occupa
comunica che = lo tolga e dica la notizia
con la presente = lo tolga
concernente = su
conformemente = come dice
consegui* = avere
corrispondere = pagare
decorrenza = inizio
diniego = no
effettua* = fare
emolument* = soldi
entro e non oltre = entro
eroga* = dare
espleta* = fare, finire
fattispecie = caso
fruire = usare
implementa* = fare, avviare
in attuazione = per fare
in merito a = su
in ottemperanza = come dice
inadempi* = non fare
inerente = su
inoltr* = mandare
infrastruttur* = strade, tubi, cavi
istanza = domanda
istruttoria = esame del caso
manufatto = cosa, opera
mediante = con
nonché = e
normativa = legge, regole
notific* = avvisare
nulla osta = va bene, si può
obliterare = timbrare
pertanto = quindi
pervenire = arrivare
predisporre = preparare
presso = a, da
previo = dopo
procedimento = passi
provvedimento = decisione
qualora = se
recarsi = andare
riscontro = risposta
sito in = che è in
sopralluogo = visita
suddett* = questo
utenz* = persone
usufrui* = usare
viabilità = strade, traffico
`)
};
