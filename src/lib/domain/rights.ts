/** Who of the staff may do what: one small table. Whatever is not in it, nobody may. */

/** From the one who may do everything to the one who only reads numbers. */
export const roles = [
	'admin',
	'coordinator',
	'department',
	'moderator',
	'trainer',
	'author',
	'reader'
] as const;

export type Role = (typeof roles)[number];

const everybody = roles;

/** Each right with the roles that have it. */
const holders = {
	/** One's own account: every role. */
	account: everybody,
	/** The inbox and single needs. `department` sees only what is passed to its department. */
	'needs.read': ['admin', 'coordinator', 'department', 'moderator', 'reader'],
	/** What tells more of a person than her words: how and from where they came, unredacted photos. */
	'needs.private': ['admin', 'coordinator', 'moderator'],
	/** States, labels, promises, notes, passing on. */
	'needs.work': ['admin', 'coordinator', 'department', 'moderator'],
	'needs.answer': ['admin', 'coordinator', 'department'],
	'needs.join': ['admin', 'coordinator', 'moderator'],
	/** Hiding, and covering personal data. */
	'needs.moderate': ['admin', 'coordinator', 'moderator'],
	/** Asking for an erasure, and confirming a colleague's. */
	'needs.erase': ['admin', 'coordinator'],
	'themes.write': ['admin', 'coordinator', 'moderator'],
	'templates.write': ['admin', 'coordinator', 'author'],
	/** Public replies: You said, we did. */
	publish: ['admin', 'coordinator'],
	/** Which ideas of citizens everybody may read. */
	'ideas.moderate': ['admin', 'coordinator', 'moderator'],
	/** What the city asks everybody; and reading what people wrote in answer. */
	'surveys.write': ['admin', 'coordinator'],
	'surveys.words': ['admin', 'coordinator', 'moderator'],
	/** Who is heard, lessons, workshops: numbers without people. */
	'numbers.read': everybody,
	export: ['admin', 'coordinator'],
	/** Labs and the calendar of their sessions. */
	labs: ['admin', 'coordinator', 'trainer'],
	/** Confirming badges that staff saw done. */
	badges: ['admin', 'coordinator', 'trainer'],
	'trainers.read': ['admin', 'coordinator', 'trainer'],
	'trainers.write': ['admin'],
	'people.write': ['admin'],
	'settings.write': ['admin'],
	'activity.read': ['admin']
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof holders;

export const rights = Object.keys(holders) as Right[];

/** May a member with this role do that? */
export function mayDo(role: Role, right: Right): boolean {
	return (holders[right] as readonly Role[]).includes(role);
}

/** The role of this name, or undefined where there is none. */
export function roleOf(name: string): Role | undefined {
	return roles.find((role) => role === name);
}
