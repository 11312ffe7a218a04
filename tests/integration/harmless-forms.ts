// The forms of the staff that write no words over a colleague’s, and why; the others stand in overwriting-forms.ts.
const adds = 'adds something of its own, and writes over nothing';
/** Pressed twice it comes to the same end: pressed-twice.test.ts. */
export const toAnEnd = 'says to which end; pressed twice it comes to the same end';
const own = 'writes only what is her own';
const reads = 'writes nothing';
const proven = (test: string) => `its page’s own test proves it: ${test}`;
/** Of two who press it one is told: each of these stands in raced-forms.ts. */
export const raced = 'who presses it second is told: raced-forms.test.ts';

/** Why each of the others loses nobody’s words. */
export const harmless: Record<string, string> = {
	'/staff?/keep': own,
	'/staff?/unkeep': toAnEnd,
	'/staff?/find': reads,
	'/staff/account?/language': own,
	'/staff/account?/end': own,
	'/staff/account?/others': own,
	'/staff/account?/password': own,
	'/staff/account/second-factor?/kept': own,
	'/staff/account/second-factor?/app': own,
	'/staff/account/second-factor?/appoff': own,
	'/staff/account/second-factor?/codes': own,
	'/staff/account/second-factor?/passkey': own,
	'/staff/account/second-factor?/passkeyoff': own,
	'/staff/answers/new?/template': reads,
	'/staff/answers/new?/check': reads,
	'/staff/answers/new?/prepare': adds,
	'/staff/answers/[id]?/send': toAnEnd,
	'/staff/answers/[id]?/voice': own,
	'/staff/answers/[id]?/unvoice': own,
	'/staff/badges?/find': reads,
	'/staff/badges?/confirm': toAnEnd,
	'/staff/badges?/take': toAnEnd,
	'/staff/bulk?/look': reads,
	'/staff/bulk?/do': proven('bulk-races.test.ts'),
	'/staff/bulk?/undo': proven('bulk-races.test.ts'),
	'/staff/challenges/new': adds,
	'/staff/challenges/[id]?/need': toAnEnd,
	'/staff/challenges/[id]?/round': adds,
	'/staff/challenges/[id]?/prioritising': adds,
	'/staff/challenges/[id]/ideas?/write': adds,
	'/staff/challenges/[id]/ideas/[idea]?/join': raced,
	'/staff/challenges/[id]/ideas/[idea]?/split': raced,
	'/staff/decisions/new': adds,
	'/staff/pilots/new': adds,
	'/staff/pilots/[id]?/feedback': adds,
	'/staff/erasures?/ask': adds,
	'/staff/erasures?/decide': toAnEnd,
	'/staff/exports': adds,
	'/staff/labs?/add': adds,
	'/staff/labs?/close': toAnEnd,
	'/staff/labs?/open': toAnEnd,
	'/staff/needs/[id]?/state': raced,
	'/staff/needs/[id]?/reply': raced,
	'/staff/needs/[id]?/check': reads,
	'/staff/needs/[id]?/template': reads,
	'/staff/needs/[id]?/undo': raced,
	'/staff/needs/[id]?/assign': raced,
	'/staff/needs/[id]?/note': adds,
	'/staff/needs/[id]?/unnote': toAnEnd,
	'/staff/needs/[id]?/hide': raced,
	'/staff/needs/[id]?/show': raced,
	'/staff/needs/[id]?/cover': raced,
	'/staff/needs/[id]?/uncover': raced,
	'/staff/needs/[id]/photos/[position]': raced,
	'/staff/needs/[id]/join?/join': raced,
	'/staff/needs/[id]/join?/undo': raced,
	'/staff/needs/[id]/join?/split': raced,
	'/staff/people?/invite': adds,
	'/staff/people?/close': toAnEnd,
	'/staff/people/[id]?/link': adds,
	'/staff/people/[id]?/end': toAnEnd,
	'/staff/people/[id]?/forget': toAnEnd,
	'/staff/people/[id]?/remove': toAnEnd,
	'/staff/public-replies?/say': adds,
	'/staff/public-replies?/check': reads,
	'/staff/public-replies?/voice': proven('public-voices.test.ts'),
	'/staff/public-replies?/unvoice': proven('public-voices.test.ts'),
	'/staff/sessions/new': adds,
	'/staff/settings/departments?/add': adds,
	'/staff/settings/departments?/close': toAnEnd,
	'/staff/settings/labels?/add': adds,
	'/staff/settings/labels?/retire': toAnEnd,
	'/staff/settings/labels?/move': 'moves by one place from where it stands; no words are in it',
	'/staff/settings/second-factor': toAnEnd,
	'/staff/surveys?/make': adds,
	'/staff/templates?/add': adds,
	'/staff/templates?/check': reads,
	'/staff/themes?/add': adds,
	'/staff/themes?/set': toAnEnd,
	'/staff/themes/suggestions?/make': adds,
	'/staff/themes/suggestions?/take': toAnEnd,
	'/staff/themes/suggestions?/refuse': toAnEnd,
	'/staff/trainers?/add': adds,
	'/staff/trainers/[id]?/invite': adds,
	'/staff/trainers/[id]?/shut': toAnEnd,
	'/staff/trainers/[id]?/end': toAnEnd
};

/** Buttons that do nothing on a page on which a colleague wrote meanwhile: in which form she did, and what is pressed. */
export const buttons: Record<string, { after: string; press: Record<string, string> }> = {
	'/staff/challenges/[id]?/open': {
		...{ after: '/staff/challenges/[id]?/change', press: { open: 'no' } }
	},
	'/staff/challenges/[id]/rounds/[round]?/open': {
		...{ after: '/staff/challenges/[id]/rounds/[round]?/change', press: { open: 'yes' } }
	},
	'/staff/challenges/[id]/prioritisings/[prioritising]?/open': {
		...{
			after: '/staff/challenges/[id]/prioritisings/[prioritising]?/change',
			press: { open: 'yes' }
		}
	},
	'/staff/challenges/[id]/ideas/[idea]?/refuse': {
		...{
			after: '/staff/challenges/[id]/ideas/[idea]?/publish',
			press: { reason: 'No es para aquí.' }
		}
	},
	'/staff/decisions/[id]?/publish': {
		...{ after: '/staff/decisions/[id]?/change', press: { public: 'yes' } }
	},
	'/staff/pilots/[id]?/step': {
		...{ after: '/staff/pilots/[id]?/change', press: { step: 'published' } }
	},
	'/staff/public-replies?/end': {
		...{ after: '/staff/public-replies?/change', press: {} }
	},
	'/staff/sessions/[id]?/cancel': {
		...{ after: '/staff/sessions/[id]?/change', press: {} }
	},
	'/staff/surveys/[id]?/end': {
		...{ after: '/staff/surveys/[id]/edit', press: {} }
	},
	'/staff/surveys/[id]?/publish': {
		...{ after: '/staff/surveys/[id]/edit', press: {} }
	},
	'/staff/templates?/retire': {
		...{ after: '/staff/templates?/change', press: {} }
	},
	'/staff/themes/[id]?/close': {
		...{ after: '/staff/themes/[id]?/change', press: { close: 'yes' } }
	}
};
