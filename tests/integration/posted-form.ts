// A form of a page as a browser without scripts has it: its fields as they are filled in, from the page as it is drawn.
import { render } from 'svelte/server';
import type { Component } from 'svelte';
import { setStaffWords } from '../../src/lib/i18n/context.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';

type Page = Component<{ data: unknown; form: unknown }>;

const drawn = import.meta.glob<{ default: Page }>('../../src/routes/staff/**/+page.svelte');

/** The page of a route, with what its load and its last form gave. */
export async function drawRoute(route: string, data: object, form: unknown = null) {
	const page = await drawn[`../../src/routes${route}/+page.svelte`]?.();
	if (!page) throw new Error(`${route} has no page`);
	const t = await staffWords('en');
	const Framed = ((renderer: never, props: never) => {
		setStaffWords(t);
		return (page.default as unknown as (...given: never[]) => unknown)(renderer, props);
	}) as unknown as Page;
	return (await render(Framed, { props: { data: { ...data, t, lang: 'en' }, form } })).body;
}

/** What the form with this action holds; '' for a page's only one. */
export function formIn(html: string, action: string): FormData {
	const form = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].find(([, tag = '']) => {
		const to = attribute(tag, 'action') ?? '';
		return action ? new RegExp(`\\?/${action}(&|#|$)`).test(to) : !to.includes('?/');
	});
	if (!form) throw new Error(`no form ${action}`);
	const fields = new FormData();
	const tags =
		/<input\b([^>]*)>|<textarea\b([^>]*)>(.*?)<\/textarea>|<select\b([^>]*)>(.*?)<\/select>/gs;
	for (const [, input, area, words = '', select, options = ''] of (form[2] ?? '').matchAll(tags)) {
		const name = attribute(input ?? area ?? select ?? '', 'name');
		if (!name) continue;
		if (area !== undefined) fields.append(name, plain(words.replace(/^\n/, '')));
		else if (select !== undefined) fields.append(name, chosenIn(options));
		else if (input !== undefined) appendInput(fields, name, input);
	}
	return fields;
}

function appendInput(fields: FormData, name: string, tag: string): void {
	const type = attribute(tag, 'type');
	const isTicked = type !== 'checkbox' && type !== 'radio' ? true : /\schecked\b/.test(tag);
	if (isTicked && type !== 'file') fields.append(name, attribute(tag, 'value') ?? '');
}

/** The option that is chosen; else the first, as a browser chooses it. */
function chosenIn(options: string): string {
	const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, tag = '']) => tag);
	const tag = all.find((each) => /\sselected\b/.test(each)) ?? all[0] ?? '';
	return attribute(tag, 'value') ?? '';
}

function attribute(tag: string, name: string): string | undefined {
	const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
	return value === undefined ? undefined : plain(value);
}

function plain(text: string): string {
	return text
		.replaceAll('\r\n', '\n')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
}
