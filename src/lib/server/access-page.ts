/** The pages on which a person sees and erases what the city has of her need: whole documents that need no script. */
import { createHash } from 'node:crypto';
import { directionOf, localeOf, type Language } from '../domain/language.ts';
import type { CityState } from '../domain/need-state.ts';
import type { Topic } from '../domain/need.ts';
import type { StaffWords } from '../i18n/translator.ts';
import type { Access, Everything, OwnFile, Row } from './access.ts';

const style = [
	':root{color-scheme:light dark;--ink:#101828;--page:#fff;--line:#475467;--deed:#0b4690;--on:#fff}',
	'@media(prefers-color-scheme:dark){:root{--ink:#f2f4f7;--page:#0f1522;--line:#98a2b3;--deed:#a8c8ff;--on:#0f1522}}',
	'body{margin:0 auto;max-width:44em;padding:1rem;font:1.125rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page)}',
	'h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}h2{font-size:1.25rem;margin:1.5rem 0 .5rem}h3{font-size:1rem}',
	'label{display:block;font-weight:600}input{box-sizing:border-box;width:100%;min-height:48px;margin-block:.25rem .75rem;padding:.5rem;border:2px solid var(--line);border-radius:8px;font:inherit;color:inherit;background:inherit}',
	'form{display:flex;flex-direction:column;gap:.75rem;margin-block:1rem}form>*{margin-block:0}',
	'button{min-height:48px;padding:.5rem 1.25rem;border:2px solid var(--deed);border-radius:8px;font:inherit;font-weight:600;color:var(--on);background:var(--deed);cursor:pointer}button.second{color:var(--deed);background:none}',
	'summary{min-height:48px;align-content:center;font-weight:600;cursor:pointer}:focus-visible{outline:3px solid var(--deed);outline-offset:2px}',
	'blockquote{margin:0 0 1rem;padding-inline-start:.75rem;border-inline-start:4px solid var(--deed)}',
	'dt{font-weight:600}dt::first-letter{text-transform:uppercase}dd{margin:0 0 .75rem}',
	'dd,pre,blockquote{overflow-wrap:anywhere;white-space:pre-wrap}img,audio{max-width:100%}img{border-radius:8px}pre{font-size:.875rem}.problem{font-weight:700}'
].join('');
const hash = createHash('sha256').update(style).digest('base64');

/** What these documents may do: show their own style, and pictures and sound that stand in them. */
export const accessHeaders = {
	'content-type': 'text/html; charset=utf-8',
	'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; media-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
	'cache-control': 'no-store'
};

type Said = 'unknown' | 'erased';

/** Asks for the receipt code. */
export function askPage(t: StaffWords, lang: Language, said?: Said): string {
	const word = said && `<p class="problem" role="status">${text(t(`access.${said}`))}</p>`;
	if (said === 'erased') return documentOf(t, lang, word ?? '');
	return documentOf(
		t,
		lang,
		`<p>${text(t('access.intro'))}</p>${word ?? ''}
<form method="post" autocomplete="off"><label for="code">${text(t('inbox.code'))}</label>
<input id="code" name="code" dir="ltr" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false">
<button name="act" value="show">${text(t('access.show'))}</button></form>`
	);
}

/**
 * Everything, to be read: what matters in words, and behind it all as it is kept; with what she may do about it where she
 * has the code.
 */
export function accessPage(
	t: StaffWords,
	lang: Language,
	{ access, files, place }: Everything,
	code?: string
): string {
	const need = rowsOf(access, 'needs')[0] ?? {};
	const messages = rowsOf(access, 'need_messages').filter(({ words }) => words);
	const rest = Object.entries(access).map(([table, rows]) => [
		table,
		typeof rows === 'number' ? rows : JSON.stringify(rows, null, 2)
	]);
	const facts = factsOf(t, lang, need, place);
	return documentOf(
		t,
		lang,
		`${need['words'] ? quote(need['words']) : ''}${files.map(fileOf).join('')}
<dl>${facts.map(([label, value]) => `<dt>${text(label)}</dt><dd><bdi>${text(value)}</bdi></dd>`).join('')}</dl>
<h2>${text(t('access.said'))}</h2>${messages.map((row) => quote(row['words'])).join('') || `<p>${text(t('access.nothing'))}</p>`}
${code ? actions(t, code) : ''}
<details><summary>${text(t('access.all'))}</summary>${rest.map(([table, rows]) => `<h3 dir="ltr">${text(String(table))}</h3><pre dir="ltr">${text(String(rows))}</pre>`).join('')}</details>`
	);
}

/** Asks once more before it is gone for ever; to keep it is the larger choice. */
export function erasePage(t: StaffWords, lang: Language, code: string): string {
	return documentOf(
		t,
		lang,
		`<p>${text(t('access.sure'))}</p><form method="post">${field(code)}<button name="act" value="show">${text(t('access.keep'))}</button><button class="second" name="act" value="erase">${text(t('erasures.confirm'))}</button></form>`
	);
}

function actions(t: StaffWords, code: string): string {
	return `<form method="post">${field(code)}<button name="act" value="json">${text(t('access.save'))}</button><button class="second" name="act" value="ask">${text(t('access.erase'))}</button></form>`;
}

function field(code: string): string {
	return `<input type="hidden" name="code" value="${text(code)}">`;
}

function fileOf({ type, base64 }: OwnFile): string {
	const source = `data:${text(type)};base64,${base64}`;
	return type.startsWith('audio/')
		? `<p><audio controls src="${source}"></audio></p>`
		: `<p><img alt="" src="${source}"></p>`;
}

/** What of her need she is told in words; what is not known is left out. */
function factsOf(
	t: StaffWords,
	lang: Language,
	need: Row,
	place: string | undefined
): [label: string, value: string][] {
	const locale = localeOf(lang);
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
	const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
	const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
	const dated = (value: unknown, format: Intl.DateTimeFormat) =>
		value ? format.format(new Date(value as string)) : '';
	const { number, received_at, state, topic, lang: spoken, channel, publish } = need;
	const facts: [string, string][] = [
		[t('exports.column.number'), String(number ?? '')],
		[t('need.received'), dated(received_at, moment)],
		[t('exports.column.state'), state ? t(`states.${state as CityState}`) : ''],
		[t('need.topic'), topic ? t(`topics.${topic as Topic}`) : ''],
		[t('need.place'), place ?? ''],
		[t('need.language'), spoken ? (names.of(String(spoken)) ?? '') : ''],
		[t('inbox.channel'), channel ? t(`inbox.channels.${channel as 'phone'}`) : ''],
		[t('need.publish'), t(publish ? 'need.publishYes' : 'need.publishNo')],
		[t('exports.column.promised_on'), dated(need['promised_on'], day)],
		[t('exports.column.due_at'), dated(need['due_at'], day)]
	];
	return facts.filter(([, value]) => value !== '');
}

function quote(words: unknown): string {
	return `<blockquote dir="auto">${text(String(words))}</blockquote>`;
}

function rowsOf(access: Access, table: string): Row[] {
	const rows = access[table];
	return Array.isArray(rows) ? rows : [];
}

function documentOf(t: StaffWords, lang: Language, body: string): string {
	const title = text(t('access.title'));
	return `<!doctype html><html lang="${lang}" dir="${directionOf(lang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

/** Text as HTML may hold it, in an attribute too. */
function text(words: string): string {
	return words
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
}
