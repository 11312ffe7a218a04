import { hardWords, longestPart, phrase, type PlainRules } from './rules.ts';

export const french: PlainRules = {
	mostWords: 20,
	mostLetters: 13,
	bare: longestPart,
	passive: [
		phrase(
			'(?:est|sont|fut|furent|sera|seront|serait|soit|soient|(?:a|ont|avait) été)\\s+(?:pas\\s+)?\\p{L}{2,}(?:é|ée|és|ées|ie|is|ise|ises|ite|ites|ue|ues)\\s+par'
		),
		phrase('(?:sera|seront|a été|ont été|avait été)\\s+\\p{L}{2,}(?:é|ée|és|ées)'),
		phrase('il (?:sera|a été|est) procédé à')
	],
	hard: hardWords(`
à cet effet = pour cela
à compter du = à partir du
à l’issue de = après
à l'issue de = après
à titre gracieux = gratuitement
afférent* = de, pour
afin de = pour
ainsi que = et
attestation = papier qui prouve
au titre de = pour
bénéficier = avoir
ci-après = plus bas
ci-joint* = avec cette lettre
concernant = sur
conformément à = comme le dit
dans les meilleurs délais = vite, avant le ...
de plein droit = sans demande
diligenter = faire
dispositif = aide, moyen
domicili* = qui habite
dûment = bien
effectuer = faire
en application de = comme le dit
en vertu de = selon
en vue de = pour
ester en justice = aller devant un juge
habilit* = qui a le droit
implément* = faire
infrastructure* = routes, tuyaux, câbles
j’ai l’honneur de = enlevez-le
j'ai l'honneur de = enlevez-le
justificatif = papier qui prouve
le cas échéant = s'il le faut
mettre en œuvre = faire
modalit* = comment faire
néanmoins = mais
nonobstant = malgré
notifi* = prévenir
nous vous informons que = enlevez-le et dites la nouvelle
obtempér* = obéir
octroy* = donner
par la présente = enlevez-le
pièces à fournir = papiers à apporter
préalablement = avant
prescri* = demander
prestation = aide, service
procéder à = dites le verbe
recours = demander un nouvel examen
réglementation = règles
requérant* = vous, la personne
requis* = demandé, nécessaire
sans délai = tout de suite
solliciter = demander
subséquent* = suivant
subvention* = aide en argent
susmentionn* = ce
susvis* = ce
voirie = rues
`)
};
