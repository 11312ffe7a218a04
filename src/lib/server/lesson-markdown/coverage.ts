/** Which lessons teach which competence of DigComp, and what of the pretend phone they use, as a table to read. */
import { lessonName, type Lesson, type Module } from '../../domain/lesson.ts';
import { practiceApps } from '../../domain/practice.ts';
import { competences } from './facts.ts';
import type { LanguageContent } from './content.ts';

/** The short titles of DigComp 2.2 (JRC128415), with those of 3.0 (JRC144121) where they differ. */
const titles: Record<string, string> = {
	'1.1': 'Browsing, searching and filtering data, information and digital content',
	'1.2': 'Evaluating data, information and digital content',
	'1.3': 'Managing data, information and digital content',
	'2.1': 'Interacting through digital technologies (3.0: through and with)',
	'2.2': 'Sharing information and content through digital technologies',
	'2.3': 'Engaging in citizenship through digital technologies',
	'2.4': 'Collaborating through digital technologies',
	'2.5': 'Netiquette (3.0: Digital behaviour)',
	'2.6': 'Managing digital identity',
	'3.1': 'Developing digital content',
	'3.2': 'Integrating and re-elaborating digital content',
	'3.3': 'Copyright and licences',
	'3.4': 'Programming (3.0: Computational thinking and programming)',
	'4.1': 'Protecting devices',
	'4.2': 'Protecting personal data and privacy',
	'4.3': 'Protecting health and well-being',
	'4.4': 'Protecting the environment',
	'5.1': 'Solving technical problems',
	'5.2': 'Identifying needs and technological responses',
	'5.3': 'Creatively using digital technologies',
	'5.4': 'Identifying digital competence gaps'
};

/** A competence and the names of the lessons (`module/lesson`) that teach it. */
export interface Coverage {
	competence: string;
	title: string;
	lessons: string[];
}

/** All 21 competences in their order, each with its lessons. */
export function coverageOf({ lessons }: LanguageContent): Coverage[] {
	return competences.map((competence) => ({
		competence,
		title: titles[competence] ?? '',
		lessons: Object.values(lessons)
			.filter(({ digcomp }) => digcomp.some((tag) => tag.competence === competence))
			.map(lessonName)
	}));
}

/** The apps of the pretend phone on which a lesson is practised. */
export function appsOf({ steps }: Lesson): string[] {
	const apps = steps.flatMap((step) =>
		step.kind === 'practice' ? practiceApps(step.practice) : []
	);
	return [...new Set(apps)];
}

/** docs/curriculum.md. */
export function curriculumPage(content: LanguageContent): string {
	const coverage = coverageOf(content).map(
		({ competence, title, lessons }) =>
			`| ${competence} | ${title} | ${lessons.length} | ${lessons.map((name) => `\`${name}\``).join(', ')} |`
	);
	const lessonsOf = ({ slug }: Module) =>
		Object.values(content.lessons).filter((lesson) => lesson.module === slug);
	const modules = content.modules.map((module) => {
		const lessons = lessonsOf(module);
		const apps = [...new Set(lessons.flatMap(appsOf))].join(', ');
		return `| \`${module.slug}\` | ${module.title} | ${lessons.map(({ title }) => title).join('; ')} | ${apps} |`;
	});
	const all = Object.values(content.lessons);
	const practised = all.filter((lesson) => appsOf(lesson).length > 0).length;
	return `# The curriculum

Made by \`npm run curriculum\` from the English lessons; a test compares it. ${content.modules.length} modules, ${all.length} lessons, ${practised} of them practised on the pretend phone. Every lesson is tagged at foundation level: level 1 or 2 of DigComp 2.2, band Basic of DigComp 3.0.

## What teaches which competence

| competence | title | lessons | which |
| --- | --- | --- | --- |
${coverage.join('\n')}

DigComp (C) European Union, reuse under CC BY 4.0.

## Modules

| module | title | lessons | apps of the pretend phone |
| --- | --- | --- | --- |
${modules.join('\n')}
`;
}
