/**
 * A pretend phone: screens of its apps, with what can be read, tapped, switched, picked and typed on them. The data says
 * which facts each move makes true; what is practised is the state reached, never the way there.
 */
import * as v from 'valibot';
import { idSchema, readSchema } from './practice-facts.ts';

/** The apps of the pretend phone, each with its own look. */
export const phoneApps = [
	'chat',
	'mail',
	'browser',
	'form',
	'settings',
	'passwords',
	'call',
	'camera',
	'wifi',
	'storage',
	'update',
	'assistant',
	'computer',
	'news'
] as const;

export type PhoneApp = (typeof phoneApps)[number];

/** Facts that must all be so; a list means any of these. A fact that nothing has made is `no`. */
const conditions = v.record(idSchema, v.union([idSchema, v.array(idSchema)]));
const facts = v.record(idSchema, idSchema);
const when = v.optional(conditions);

const percent = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100));

/** Words to read; with `from` a message of somebody, with `mine` one of one's own. */
const textBlock = v.strictObject({
	kind: v.literal('text'),
	words: readSchema,
	from: v.optional(readSchema),
	mine: v.optional(v.literal(true)),
	when
});

/** A picture says something here: `words` say the same for those who cannot see it. */
const pictureBlock = v.strictObject({
	kind: v.literal('picture'),
	words: readSchema,
	picture: idSchema,
	when
});

const meterBlock = v.strictObject({
	kind: v.literal('meter'),
	words: readSchema,
	percent,
	when
});

/**
 * Something to tap. Where `needs` do not hold, it says `else` and changes nothing. With `miss` it is not what leads to
 * the goal: the phone says so kindly, and goes on as `set` and `go` say.
 */
const tapBlock = v.strictObject({
	kind: v.literal('tap'),
	words: readSchema,
	picture: v.optional(idSchema),
	needs: v.optional(conditions),
	else: v.optional(readSchema),
	miss: v.optional(readSchema),
	set: v.optional(facts),
	go: v.optional(idSchema),
	when
});

/** A switch: its fact is `yes` or `no`. */
const switchBlock = v.strictObject({
	kind: v.literal('switch'),
	id: idSchema,
	words: readSchema,
	when
});

/** One of several: its fact is the id of what is picked. */
const pickBlock = v.strictObject({
	kind: v.literal('pick'),
	id: idSchema,
	words: readSchema,
	options: v.pipe(
		v.array(v.strictObject({ id: idSchema, words: readSchema, picture: v.optional(idSchema) })),
		v.minLength(2, 'write at least 2 options'),
		v.maxLength(5, 'write at most 5 options')
	),
	when
});

/** Something to type: its fact is `yes` while what is typed is `value`. The task or the screen shows the value. */
const typeBlock = v.strictObject({
	kind: v.literal('type'),
	id: idSchema,
	words: readSchema,
	value: v.pipe(readSchema, v.regex(/[\p{L}\p{N}]/u, 'write letters or digits')),
	keys: v.picklist(['letters', 'digits'], 'write letters or digits'),
	when
});

const phoneBlockSchema = v.variant('kind', [
	textBlock,
	pictureBlock,
	meterBlock,
	tapBlock,
	switchBlock,
	pickBlock,
	typeBlock
]);

/** `address` is what the bar of a browser shows; `back` is the screen behind the back button of the phone. */
const screenSchema = v.strictObject({
	id: idSchema,
	app: v.picklist(phoneApps, `write one of ${phoneApps.join(', ')}`),
	title: readSchema,
	address: v.optional(readSchema),
	back: v.optional(idSchema),
	blocks: v.pipe(
		v.array(phoneBlockSchema),
		v.minLength(1, 'put something on the screen'),
		v.maxLength(9, 'put at most 9 things on a screen')
	)
});

/**
 * `task` is the goal in words, `goal` the same as facts, `done` what is said when it is reached. It begins on the first
 * screen, with `facts`.
 */
export const phoneSchema = v.strictObject({
	type: v.literal('phone'),
	task: readSchema,
	goal: v.pipe(
		conditions,
		v.check((goal) => Object.keys(goal).length > 0, 'say which facts are the goal')
	),
	done: readSchema,
	facts: v.optional(facts, {}),
	screens: v.pipe(
		v.array(screenSchema),
		v.minLength(1, 'write at least 1 screen'),
		v.maxLength(9, 'write at most 9 screens'),
		v.check(
			(screens) => new Set(screens.map(({ id }) => id)).size === screens.length,
			'give each screen its own id'
		)
	)
});

export type PhonePractice = v.InferOutput<typeof phoneSchema>;
export type PhoneScreen = v.InferOutput<typeof screenSchema>;
export type PhoneBlock = v.InferOutput<typeof phoneBlockSchema>;
export type PhoneConditions = v.InferOutput<typeof conditions>;
/** A block of one kind. */
export type PhoneBlockOf<Kind extends PhoneBlock['kind']> = Extract<PhoneBlock, { kind: Kind }>;

/** Where the phone stands: the screen, and what is so. What was typed is kept too, to be read again. */
export interface PhoneState {
	type: 'phone';
	screen: string;
	facts: Readonly<Record<string, string>>;
	typed: Readonly<Record<string, string>>;
}

export type PhoneMove =
	| { move: 'tap'; block: PhoneBlockOf<'tap'> }
	| { move: 'switch'; id: string }
	| { move: 'pick'; id: string; option: string }
	| { move: 'type'; id: string; words: string }
	| { move: 'back' };
