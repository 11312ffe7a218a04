/** The tasks of the guide for staff: to whom each is shown, where it is done, and on which pages it is of help. */
import { mayDo, type Right, type Role } from './rights.ts';

export interface HelpTask {
	right: Right;
	/** The staff route without which there is nothing to explain. */
	route: string;
	/** Where the work begins, where this is not the route itself; null for what may happen on any page. */
	begin?: string | null;
	/** Pages from which “Help” leads here. */
	on?: RegExp;
}

/** In the order in which the guide lists them. */
export const helpTasks = {
	start: {
		right: 'account',
		route: '/staff/account/second-factor',
		begin: '/staff/account',
		on: /^\/staff\/account(\/|$)/
	},
	find: { right: 'needs.read', route: '/staff', on: /^\/staff$/ },
	state: {
		right: 'needs.work',
		route: '/staff/needs/[id]',
		begin: '/staff',
		on: /^\/staff\/needs\/[^/]+$/
	},
	pass: { right: 'needs.work', route: '/staff/needs/[id]', begin: '/staff' },
	several: {
		right: 'needs.work',
		route: '/staff/bulk',
		begin: '/staff',
		on: /^\/staff\/bulk$/
	},
	join: {
		right: 'needs.join',
		route: '/staff/needs/[id]/join',
		begin: '/staff',
		on: /^\/staff\/needs\/[^/]+\/join$/
	},
	themes: { right: 'themes.write', route: '/staff/themes', on: /^\/staff\/themes(\/|$)/ },
	answer: { right: 'needs.answer', route: '/staff/needs/[id]', begin: '/staff' },
	answerMany: { right: 'needs.answer', route: '/staff/answers', on: /^\/staff\/answers(\/|$)/ },
	template: { right: 'templates.write', route: '/staff/templates', on: /^\/staff\/templates$/ },
	publish: { right: 'publish', route: '/staff/public-replies', on: /^\/staff\/public-replies$/ },
	challenge: {
		right: 'publish',
		route: '/staff/challenges',
		on: /^\/staff\/challenges(\/[^/]+)?$/
	},
	ideas: {
		right: 'ideas.moderate',
		route: '/staff/challenges/[id]/ideas',
		begin: '/staff/challenges',
		on: /^\/staff\/challenges(\/[^/]+\/ideas(\/|$)|$)/
	},
	round: {
		right: 'publish',
		route: '/staff/challenges/[id]/rounds/[round]',
		begin: '/staff/challenges',
		on: /^\/staff\/challenges\/[^/]+\/rounds\//
	},
	priority: {
		right: 'publish',
		route: '/staff/challenges/[id]/prioritisings/[prioritising]',
		begin: '/staff/challenges',
		on: /^\/staff\/challenges\/[^/]+\/prioritisings\//
	},
	pilot: {
		right: 'publish',
		route: '/staff/pilots',
		begin: '/staff/challenges',
		on: /^\/staff\/pilots(\/|$)/
	},
	decide: {
		right: 'publish',
		route: '/staff/decisions',
		begin: '/staff/challenges',
		on: /^\/staff\/decisions(\/|$)/
	},
	ask: { right: 'surveys.write', route: '/staff/surveys', on: /^\/staff\/surveys(\/|$)/ },
	cover: {
		right: 'needs.moderate',
		route: '/staff/needs/[id]/photos/[position]',
		begin: '/staff',
		on: /^\/staff\/needs\/[^/]+\/photos\//
	},
	erase: { right: 'needs.erase', route: '/staff/erasures', on: /^\/staff\/erasures$/ },
	retention: {
		right: 'settings.write',
		route: '/staff/settings/retention',
		on: /^\/staff\/settings\/retention$/
	},
	city: {
		right: 'settings.write',
		route: '/staff/settings',
		on: /^\/staff\/settings(\/answer-time)?$/
	},
	lists: {
		right: 'settings.write',
		route: '/staff/settings/labels',
		begin: '/staff/settings',
		on: /^\/staff\/settings\/(labels|departments)$/
	},
	heard: { right: 'numbers.read', route: '/staff/heard', on: /^\/staff\/heard(\/|$)/ },
	learning: { right: 'numbers.read', route: '/staff/learning', on: /^\/staff\/learning$/ },
	workshops: { right: 'numbers.read', route: '/staff/workshops', on: /^\/staff\/workshops$/ },
	takeOut: { right: 'export', route: '/staff/exports', on: /^\/staff\/exports$/ },
	people: {
		right: 'people.write',
		route: '/staff/people',
		on: /^\/staff\/(people(\/|$)|settings\/second-factor$)/
	},
	activity: { right: 'activity.read', route: '/staff/activity', on: /^\/staff\/activity$/ },
	session: { right: 'labs', route: '/staff/sessions', on: /^\/staff\/(labs$|sessions(\/|$))/ },
	trainer: { right: 'trainers.write', route: '/staff/trainers', on: /^\/staff\/trainers(\/|$)/ },
	badge: { right: 'badges', route: '/staff/badges', on: /^\/staff\/badges$/ },
	meanwhile: { right: 'account', route: '/staff', begin: null }
} as const satisfies Record<string, HelpTask>;

export type HelpTaskName = keyof typeof helpTasks;

export const helpTaskNames = Object.keys(helpTasks) as HelpTaskName[];

/** Where “Help” leads from a staff page: to the task of that page, where this role has it, else to the list of all. */
export function helpOf(path: string, role: Role): string {
	const task = helpTaskNames.find((name) => {
		const { right, on }: HelpTask = helpTasks[name];
		return on?.test(path) && mayDo(role, right);
	});
	return task ? `/staff/help/${task}` : '/staff/help';
}
