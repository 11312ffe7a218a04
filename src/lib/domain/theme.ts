/** A theme: needs that belong together, by a rule or by hand. For staff only; phones never load this. */
import * as v from 'valibot';
import { topics } from './need.ts';

/** More than so many themes at once nobody can look after, and each need that arrives is looked at for each. */
export const mostThemes = 200;
/** The longest name, in characters. */
export const longestName = 80;
/** A place that is none: for needs that are not about a neighbourhood. */
export const nowhere = '_';

/** Which needs belong to a theme by themselves: those that fit all that is said. Something has to be said. */
const themeRuleSchema = v.pipe(
	v.strictObject({
		topic: v.optional(v.picklist(topics)),
		/** A neighbourhood's id, or `nowhere`. */
		place: v.optional(v.pipe(v.string(), v.regex(/^([a-z0-9-]{1,64}|_)$/))),
		lang: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{2,35}$/))),
		/** As in the search of the inbox: word forms, `or`, `-` and quotes. */
		words: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)))
	}),
	v.check((rule) => Object.values(rule).some((part) => part !== undefined), 'empty')
);

export type ThemeRule = v.InferOutput<typeof themeRuleSchema>;

/** The fields of a theme's form, as they were typed; empty where nothing was. */
export type TypedTheme = Record<'name' | 'topic' | 'place' | 'lang' | 'words', string>;

/** What is wrong with a form, by field: codes that have a sentence. */
export type ThemeProblems = Partial<Record<keyof TypedTheme, { code: string }>>;

/** The theme that staff typed, without a rule where no part of one was; or what is wrong with it. */
export function readThemeForm(
	typed: TypedTheme
): { name: string; rule: ThemeRule | null } | { problems: ThemeProblems } {
	const name = typed.name.trim();
	const parts = Object.entries(typed).filter(([part, value]) => part !== 'name' && value.trim());
	const rule = v.safeParse(themeRuleSchema, Object.fromEntries(parts));
	const problems: ThemeProblems = {};
	if (name === '' || [...name].length > longestName) problems.name = { code: 'theme-name' };
	if (parts.length > 0 && !rule.success) {
		const field = String(rule.issues[0].path?.[0]?.key ?? 'topic') as keyof TypedTheme;
		problems[field] = { code: field === 'words' ? 'theme-words' : 'theme-rule' };
	}
	if (Object.keys(problems).length > 0) return { problems };
	return { name, rule: rule.success ? rule.output : null };
}
