/** Who may use what is built outside the staff's pages: one table. What has no line is for nobody to ship. */

export type Holder =
	/** Whoever comes: nothing there is anybody's own. */
	| 'anybody'
	/** Whoever comes, but only what the city has published: a draft is as if it were not there. */
	| 'what is published'
	/** Whoever knows the receipt code, or a key that only her news have. */
	| 'the person of the need'
	/** Whoever sends what a submission that is here lists. */
	| 'the sender of the submission'
	/** Anybody may tell; news are for the secret that watches them, a hub's word for the hub's secret. */
	| 'anybody, and more by a secret'
	/** The token of an open invitation. */
	| 'an invited trainer'
	/** The secret of a device that is not shut out. */
	| 'a trainer’s device'
	/** Whoever knows the session, by its id or its six characters. */
	| 'who is in the session'
	/** Nobody at a city: only a hub has it. */
	| 'a hub';

const anybody = 'anybody';
const published = 'what is published';
const page = (path: string) => `GET /[lang=lang]${path}`;
const challenge = '/neighbourhood/[challenge=id]';

const open = [
	...[
		'',
		'/[...rest]',
		'/badge',
		'/card',
		'/carry',
		'/finish',
		'/help',
		'/learn',
		'/learn/look-up'
	],
	...['/learn/start', '/learn/[module]', '/learn/[module]/[lesson]', '/learn/[module]/proof'],
	// what is hers on these pages is on her phone alone
	...[
		'/needs',
		'/needs/find',
		'/needs/new',
		'/session',
		'/sessions',
		'/survey',
		'/who',
		'/not-here'
	],
	...['/neighbourhood', '/neighbourhood/method', '/neighbourhood/rss.xml'],
	// a trainer's pages hold nothing before her device is opened
	...['/trainer', '/trainer/cards', '/trainer/group', '/trainer/guide', '/trainer/guide/[module]'],
	...['/trainer/join', '/trainer/papers', '/trainer/poster', '/trainer/ready', '/trainer/session'],
	...['/trainer/session/board', '/trainer/session/tell', '/trainer/session/wall'],
	...['/trainer/session/workshop', '/trainer/slips', '/trainer/thanks'],
	...['/manifest.webmanifest', '/sessions.ics', '/sessions/[lab].ics']
];

const files = [
	...['/', '/.well-known/did.json', '/badges/[module]', '/drawings.svg', '/drawings/[module].svg'],
	...['/drawings/pictures.svg', '/healthz', '/readyz', '/robots.txt', '/sitemap.xml'],
	...['/my-need/[lang=lang]', '/voices/[lang=lang]/[name]', '/badges/status/[list]'],
	...['/api/feed', '/api/keys', '/api/packs/[lang=lang]', '/api/packs/[lang=lang]/modules'],
	...['/api/packs/[lang=lang]/pages', '/api/voices/[lang=lang]', '/api/voices/[lang=lang]/reel']
];

const all = (keys: string[], holder: Holder): Record<string, Holder> =>
	Object.fromEntries(keys.map((key) => [key, holder]));

/** By its method and route; a form by its name too. */
export const publicDoors: Record<string, Holder> = {
	...all(open.map(page), anybody),
	...all(
		files.map((path) => `GET ${path}`),
		anybody
	),
	'POST /[lang=lang]/needs/new?/check': anybody,
	'POST /[lang=lang]/needs/new?/send': anybody,
	'POST /[lang=lang]/carry?/bring': anybody,
	'POST /api/carry': anybody,
	// whether a challenge is open is looked at when its idea is read by the staff
	[`POST /[lang=lang]${challenge}/idea?/check`]: anybody,
	[`POST /[lang=lang]${challenge}/idea?/send`]: anybody,
	'POST /[lang=lang]/survey?/check': published,
	'POST /[lang=lang]/survey?/send': published,
	[page(challenge)]: published,
	[page(`${challenge}/idea`)]: published,
	[page(`${challenge}/round/[round=id]`)]: published,
	[page(`${challenge}/round/[round=id]/numbers.csv`)]: published,
	[page(`${challenge}/round/[round=id]/numbers.json`)]: published,
	[page(`${challenge}/priority/[priority=id]`)]: published,
	[page(`${challenge}/priority/[priority=id]/numbers.csv`)]: published,
	[page(`${challenge}/priority/[priority=id]/numbers.json`)]: published,
	[page('/neighbourhood/poster/[lab=id]')]: published,
	[page('/share/[picture].png')]: published,
	[page('/sessions/[lab]/[session].ics')]: published,
	'GET /public-voices/[sha256]': published,
	'POST /[lang=lang]/needs/find': 'the person of the need',
	'POST /my-need/[lang=lang]': 'the person of the need',
	'GET /said/[message]/[key]': 'the person of the need',
	'GET /api/said/[message]/[hash]': 'the person of the need',
	'HEAD /api/media/[sha256]': 'the sender of the submission',
	'PUT /api/media/[sha256]': 'the sender of the submission',
	'POST /api/sync': 'anybody, and more by a secret',
	'POST /api/trainer/invitation': 'an invited trainer',
	'POST /api/trainer/enrol': 'an invited trainer',
	'POST /api/trainer/renew': 'a trainer’s device',
	'GET /api/room': 'who is in the session',
	'GET /api/room/[session]': 'who is in the session',
	'POST /api/room/[session]': 'who is in the session',
	'PUT /api/room/[session]': 'who is in the session',
	[page('/hub')]: 'a hub',
	'POST /[lang=lang]/hub': 'a hub'
};
