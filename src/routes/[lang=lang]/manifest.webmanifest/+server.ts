import { json } from '@sveltejs/kit';
import { directionOf, type Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';

/** The web app manifest of a language: it starts in this language, with shortcuts to its main pages. */
export const GET = async ({ params }) => {
	const lang = params.lang as Language;
	const [t, settings] = await Promise.all([citizenWords(lang), readSettings(city().db)]);
	const name = cityNameIn(settings, lang);
	const shortcut = (label: string, url: string) => ({ name: label, url, icons: [icon(192)] });
	const icon = (size: number, purpose = 'any') => ({
		src: `/icons/plaza-${purpose === 'maskable' ? 'maskable-' : ''}${size}.png`,
		sizes: `${size}x${size}`,
		type: 'image/png',
		purpose
	});
	return json(
		{
			id: '/',
			name: name ? `${t('app.name')} · ${name}` : t('app.name'),
			short_name: t('app.name'),
			description: t('app.about'),
			lang,
			dir: directionOf(lang),
			start_url: `/${lang}`,
			scope: '/',
			display: 'standalone',
			background_color: '#F1F5F3',
			theme_color: '#0B4690',
			icons: [icon(192), icon(512), icon(512, 'maskable')],
			shortcuts: [
				shortcut(t('home.learn'), `/${lang}/learn`),
				shortcut(t('home.tell'), `/${lang}/needs/new`),
				shortcut(t('shell.messages'), `/${lang}/needs`)
			]
		},
		{ headers: { 'content-type': 'application/manifest+json', 'cache-control': 'no-cache' } }
	);
};
