/** What the guide says, in its order; each step with its drawing. The words are in i18n/guide. */
export const parts = {
	prepare: { ready: 'download', read: 'teach', print: 'notice', room: 'plug' },
	run: {
		welcome: 'lab',
		code: 'room-code',
		count: 'name-label',
		tablets: 'give-on',
		try: 'let-tap',
		board: 'eye',
		tell: 'speak-write',
		workshop: 'same-thought',
		wall: 'poll'
	},
	close: {
		question: 'ask',
		sure: 'can-do',
		finished: 'keep-private',
		end: 'see-first',
		handOver: 'send',
		thanks: 'praise',
		group: 'class-group'
	},
	bad: {
		noInternet: 'no-connection',
		battery: 'plug',
		sixty: 'queue',
		noPhone: 'by-your-side',
		lostCard: 'health-card',
		noScan: 'shaky-paper',
		taken: 'name-label',
		tabletOpen: 'shared-computer',
		other: 'neighbours',
		pin: 'pin-pad'
	}
} as const;

export type GuidePart = keyof typeof parts;

/** A key of the words of a step. */
export type GuideStep = {
	[Part in GuidePart]: `guide.${Part}.${keyof (typeof parts)[Part] & string}`;
}[GuidePart];

/** The steps of a part: the key of their words, and the drawing. */
export function stepsOf(part: GuidePart): [key: GuideStep, picture: string][] {
	return Object.entries(parts[part]).map(([step, picture]) => [
		`guide.${part}.${step}` as GuideStep,
		`trainer/${picture}`
	]);
}
