import { hardWords, longestPart, phrase, type PlainRules } from './rules.ts';

export const dutch: PlainRules = {
	mostWords: 20,
	// one word is written here where other languages write two
	mostLetters: 16,
	bare: longestPart,
	passive: [
		phrase(
			'(?:wordt|worden|werd|werden)(?:\\s+[\\p{L}-]+){0,8}\\s+(?:ge|be|ver|ont|her)\\p{L}{2,}(?:d|t|en)'
		),
		phrase('(?:is|zijn) (?:besloten|vastgesteld)'),
		phrase('er (?:wordt|werd|zal)')
	],
	hard: hardWords(`
aangaande = over
aanvang* = begin
aanwenden = gebruiken
alsmede = en
alvorens = voordat
bewerkstellig* = zorgen voor
bezwaar aantekenen = zeggen dat u het er niet mee eens bent
bijgevolg = dus
bovengenoemd* = dit
conform = zoals in ... staat
derhalve = daarom
desbetreffend* = dit
desgewenst = als u wilt
dient te = moet
dienen te = moeten
doch = maar
faciliteren = helpen
geschied* = gebeuren
gaarne = graag
hetgeen = wat
hierbij deel ik u mede = laat het weg en zeg het nieuws
hieromtrent = hierover
implement* = invoeren, doen
in het kader van = voor, bij
in overeenstemming met = zoals in ... staat
indien = als
indienen = sturen, geven
infrastructuur = wegen, leidingen, kabels
ingevolge = volgens
inzake = over
jegens = tegen, voor
krachtens = volgens
legitimatiebewijs = paspoort of id-kaart
mede te delen = te vertellen
middels = met, door
mits = als
nadere = meer
niettegenstaande = ook al
nochtans = toch
omtrent = over
onderhavig* = dit
ontvankelijk = we kunnen het behandelen
openbare ruimte = straat, plein, park
realiseren = maken, doen
reeds = al
regelgeving = regels
schrijven = brief
te allen tijde = altijd
ten aanzien van = over, voor
ten behoeve van = voor
ten gevolge van = door
tenzij = behalve als
teneinde = om
terzake = hierover
thans = nu
uiterlijk = niet later dan
uwerzijds = van u
verstrekken = geven
vigerend* = dat nu geldt
voornemens = van plan
voorts = ook
voorziening = hulp, plek
woonachtig = die woont
zorg dragen voor = zorgen voor
`)
};
