/** The parts of the inbox's filter as lists to choose from, in the reader's words, each choice with its number. */
import {
	ages,
	channels,
	hasKinds,
	me,
	nobody,
	noPlace,
	type InboxFilter
} from '../../domain/inbox-filter.ts';
import type { CountedPart, InboxCounts, InboxNames } from '../../domain/inbox.ts';
import type { Language } from '../../domain/language.ts';
import { toldHows, topics } from '../../domain/need.ts';
import type { StaffWords } from '../../i18n/translator.ts';
import { formatsOf } from './formats.ts';

export type ChoicePart = Exclude<CountedPart, 'state'>;

export interface ChoiceList {
	part: ChoicePart;
	label: string;
	any: string;
	options: { value: string; words: string }[];
}

/** What is there to choose; `usual` stands at once, `more` where somebody asks for it. */
export function choicesOf(
	t: StaffWords,
	lang: Language,
	{
		filter,
		counts,
		names,
		self
	}: { filter: InboxFilter; counts: InboxCounts; names: InboxNames; self: string }
): { usual: ChoiceList[]; more: ChoiceList[] } {
	const formats = formatsOf(lang);
	const numberOf = (part: ChoicePart, value: string) => {
		const many = counts[part].get(part === 'assignee' && value === me ? self : value) ?? 0;
		const said = formats.number(many);
		if (!counts.cut.has(part)) return said;
		return many > 0 ? t('inbox.atLeast', { many: said }) : undefined;
	};
	const list = (part: ChoicePart, label: string, all: Iterable<[string, string]>): ChoiceList => {
		const many = numberOf(part, '') ?? '';
		return {
			...{ part, label, any: t('inbox.any', { many }) },
			options: [...all].map(([value, name]) => {
				const number = numberOf(part, value);
				return {
					value,
					words: number === undefined ? name : t('inbox.value', { name, many: number })
				};
			})
		};
	};
	/** Those that some need has, the chosen one, and what has no name any more. */
	const found = (part: ChoicePart, known: Map<string, string>, unnamed: string) => {
		const values = new Set([...known.keys(), ...counts[part].keys(), filter[part] ?? '']);
		return [...values].flatMap((value): [string, string][] => {
			const isThere = counts[part].has(value) || filter[part] === value || counts.cut.has(part);
			if (value === '' || value === nobody || value === me || !isThere) return [];
			return [[value, known.get(value) ?? unnamed]];
		});
	};
	const former = t('inbox.formerName');
	const places: [string, string][] = [
		...names.places,
		...found('place', names.places, t('inbox.unknownPlace')).filter(
			([id]) => !names.places.has(id)
		),
		[noPlace, t('inbox.noPlace')]
	];
	const tongues = found('lang', new Map(), '')
		.map(([tag]): [string, string] => [tag, formats.language(tag)])
		.sort(([, a], [, b]) => a.localeCompare(b, lang));
	const sessions = new Map(
		[...names.sessions].reverse().map(([id, { lab, day }]) => {
			const named = t('inbox.sessionAt', { lab: lab || former, day: formats.moment(day) });
			return [id, named];
		})
	);
	const usual = [
		list(
			'topic',
			t('inbox.topic'),
			topics.map((topic) => [topic, t(`topics.${topic}`)])
		),
		...(names.themes.size > 0 || filter.theme
			? [list('theme', t('inbox.theme'), found('theme', names.themes, former))]
			: []),
		list('place', t('inbox.place'), places),
		list('lang', t('inbox.language'), tongues),
		list(
			'channel',
			t('inbox.channel'),
			channels.map((each) => [each, t(`inbox.channels.${each}`)])
		),
		list(
			'has',
			t('inbox.has'),
			hasKinds.map((each) => [each, t(`inbox.hasKinds.${each}`)])
		),
		list(
			'age',
			t('inbox.age'),
			ages.map((age) => [age, t(`inbox.ages.${age}`)])
		),
		list('due', t('inbox.due'), [['overdue', t('inbox.overdue')]])
	];
	const more = [
		list('label', t('inbox.label'), found('label', names.labels, former)),
		list('department', t('inbox.department'), [
			[nobody, t('inbox.noDepartment')],
			...found('department', names.departments, former)
		]),
		list('assignee', t('inbox.assignee'), [
			[me, t('inbox.me')],
			[nobody, t('inbox.nobody')],
			...found('assignee', names.staff, former).filter(([id]) => id !== self)
		]),
		list('lab', t('inbox.lab'), found('lab', names.labs, former)),
		list('session', t('inbox.session'), found('session', sessions, former)),
		list('lesson', t('need.from'), found('lesson', names.lessons, former)),
		...(filter.lesson
			? [list('step', t('learning.step'), found('step', names.steps, former))]
			: []),
		list(
			'told',
			t('told.label'),
			toldHows.map((how) => [how, t(`told.${how}`)])
		)
	];
	const isUseful = ({ part, options }: ChoiceList) =>
		filter[part] !== null || (options.length > 0 && (part !== 'told' || counts.told.size > 1));
	return { usual, more: more.filter(isUseful) };
}
