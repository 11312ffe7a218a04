/** The pages on which a person sees and erases what the city has of her need: whole documents that need no script. */
import { createHash } from 'node:crypto';
import { directionOf, type Language } from '../domain/language.ts';
import type { StaffWords } from '../i18n/translator.ts';
import type { Access, OwnFile, Row } from './access.ts';

const style = `:root{color-scheme:light dark}body{margin:0 auto;max-width:44em;padding:1rem;font:1.125rem/1.5 system-ui,sans-serif}label{display:block;font-weight:600}input{box-sizing:border-box;width:100%;min-height:48px;font:inherit;padding:.5rem}button{min-height:48px;margin-block:.75rem;padding:.5rem 1.25rem;font:inherit;font-weight:600}dl{display:grid;grid-template-columns:minmax(0,12em) minmax(0,1fr);gap:.25rem 1rem}dd{margin:0}dd,pre,blockquote{overflow-wrap:anywhere;white-space:pre-wrap}img,audio{max-width:100%}.problem{font-weight:700}`;
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
	return documentOf(
		t,
		lang,
		`<p>${text(t('access.intro'))}</p>${word ?? ''}
<form method="post" autocomplete="off"><label for="code">${text(t('inbox.code'))}</label>
<input id="code" name="code" dir="ltr" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false">
<button name="act" value="show">${text(t('access.show'))}</button></form>`
	);
}

/** Everything, to be read; with what she may do about it where she has the code. */
export function accessPage(
	t: StaffWords,
	lang: Language,
	access: Access,
	files: OwnFile[],
	code?: string
): string {
	const [need] = rowsOf(access, 'needs');
	const messages = rowsOf(access, 'need_messages').filter(({ words }) => words);
	const rest = Object.entries(access).map(([table, rows]) => [
		table,
		typeof rows === 'number' ? rows : JSON.stringify(rows, null, 2)
	]);
	const facts = Object.entries(need ?? {}).filter(([, value]) => value !== null && value !== '');
	return documentOf(
		t,
		lang,
		`<dl>${facts.map(([name, value]) => `<dt>${text(labelOf(t, name))}</dt><dd dir="auto">${text(shown(value))}</dd>`).join('')}</dl>
${files.map(fileOf).join('')}
<h2>${text(t('access.said'))}</h2>${messages.map((row) => `<blockquote dir="auto">${text(shown(row['words']))}</blockquote>`).join('') || `<p>${text(t('access.nothing'))}</p>`}
${code ? actions(t, code) : ''}
<details><summary>${text(t('access.all'))}</summary>${rest.map(([table, rows]) => `<h3 dir="ltr">${text(String(table))}</h3><pre dir="ltr">${text(String(rows))}</pre>`).join('')}</details>`
	);
}

/** Asks once more before it is gone for ever. */
export function erasePage(t: StaffWords, lang: Language, code: string): string {
	return documentOf(
		t,
		lang,
		`<p>${text(t('access.sure'))}</p><form method="post">${field(code)}<button name="act" value="erase">${text(t('erasures.confirm'))}</button> <button name="act" value="show">${text(t('access.keep'))}</button></form>`
	);
}

function actions(t: StaffWords, code: string): string {
	return `<form method="post">${field(code)}<button name="act" value="json">${text(t('access.save'))}</button> <button name="act" value="ask">${text(t('access.erase'))}</button></form>`;
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

function labelOf(t: StaffWords, name: string): string {
	return t(`exports.column.${name}` as 'exports.column.words', { defaultValue: name });
}

function shown(value: unknown): string {
	if (value instanceof Date) return value.toISOString();
	return typeof value === 'string' ? value : JSON.stringify(value);
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
