/**
 * Names and groups built files. The service worker tells by the name what a phone needs: words of one language lie in
 * `immutable/words/<lang>.<hash>.js`, `<lang>.lesson.<hash>.js` and `<lang>.phone.<hash>.js`, what only staff pages use in `immutable/staff/`, what
 * few phones need (large packages, words of sessions and of trainers) in `immutable/seldom/`. What every citizen page needs is
 * one file instead of twenty, because on a slow line each request costs more than its bytes.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

type Chunk = { moduleIds?: string[] };

/** In every page from the start. Packages that only some pages or later moments need stay apart. */
const everywhere =
	/node_modules\/(svelte|esm-env|clsx|i18next|@sveltejs\/kit|devalue)\/|src\/lib\/(i18n\/(translator|context)|ui\/(Icon|Tile|TopBar|BottomBar|Listen|Picture|tiles|learn\/place)|domain\/(language|lesson|start))|vite\/preload-helper/;

/** Pages and parts of pages that are no part of what every phone keeps. */
const seldomPage =
	/virtual:recorded|help\/KeepVoice|AfterListening|\[lang=lang\]\/(after-listening|voice-of)|routes\/\[lang=lang\]\/(learn\/start|hub|sessions)\/\+page\.svelte|ui\/learn\/StartTask/;

/** What a phone keeps, seals and sends: together it is a third smaller than in thirty files. */
const phone = /src\/lib\/device\/|node_modules\/@noble\/hashes\//;

/** Steps and practices: a lesson needs most of them. */
const lesson =
	/src\/lib\/(ui\/(learn\/(?!StartTask|KeepModules|LessonCards|look-up)|practice\/)|domain\/practice)/;

/**
 * Readers of codes for browsers that have none; a search that forgives letters, which comes with the first module that is
 * kept by a tap; cryptography for pages that are not secure, where no worker runs.
 */
const seldom = /node_modules\/(jsqr|minisearch|@noble\/(curves|ciphers))\//;

export function fileNames(): Plugin {
	return {
		name: 'plaza-file-names',
		apply: 'build',
		applyToEnvironment: (environment) => environment.name === 'client',
		outputOptions(options) {
			const { assetFileNames, chunkFileNames, entryFileNames } = options;
			return {
				...options,
				chunkFileNames: (chunk) => placeOf(chunk) ?? asText(chunkFileNames, chunk),
				entryFileNames: (chunk) => placeOf(chunk) ?? asText(entryFileNames, chunk),
				assetFileNames: (asset) => {
					const folder = folderOfStyle(asset.names[0] ?? '');
					return folder
						? `_app/immutable/${folder}/[name].[hash][extname]`
						: asText(assetFileNames, asset);
				},
				codeSplitting: {
					groups: [
						{ name: 'plaza', test: everywhere, priority: 4 },
						{ name: 'lesson', test: lesson, priority: 3 },
						{ name: 'phone', test: phone, priority: 2 }
					]
				}
			};
		}
	};
}

function asText<C>(name: string | ((chunk: C) => string) | undefined, chunk: C): string {
	return typeof name === 'function' ? name(chunk) : (name ?? '[name].js');
}

const source = join(import.meta.dirname, '..');

/** Where styles lie of a staff page or one that few need, which SvelteKit calls by the number of the page, or of a part of such pages. */
function folderOfStyle(name: string): 'staff' | 'seldom' | undefined {
	const [, part = ''] = /^(\w+)\.css$/.exec(name) ?? [];
	const page = join(source, '.svelte-kit/generated/client-optimized/nodes', `${part}.js`);
	if (existsSync(page)) {
		const drawn = readFileSync(page, 'utf8');
		if (drawn.includes('/src/routes/staff/')) return 'staff';
		return seldomPage.test(drawn) ? 'seldom' : undefined;
	}
	const places = readdirSync(join(source, 'src'), { recursive: true, encoding: 'utf8' }).filter(
		(path) => basename(path) === `${part}.svelte`
	);
	const isStaff = places.length > 0 && places.every((path) => /\bstaff\b/.test(path));
	return isStaff ? 'staff' : undefined;
}

function placeOf({ moduleIds = [] }: Chunk): string | undefined {
	const words = moduleIds
		.map((id) => /\/i18n\/(citizen|lesson|phone|lab|trainer)\/([a-z]{2})\.json/.exec(id))
		.find(Boolean);
	if (words) {
		const [, group = '', lang] = words;
		if (/lab|trainer/.test(group)) return `_app/immutable/seldom/${lang}.${group}.[hash].js`;
		return `_app/immutable/words/${lang}${group === 'citizen' ? '' : `.${group}`}.[hash].js`;
	}
	if (moduleIds.some((id) => seldom.test(id) || seldomPage.test(id)))
		return '_app/immutable/seldom/[hash].js';
	const isStaff = moduleIds.some((id) => /\/(routes\/staff|ui\/staff|i18n\/staff)\//.test(id));
	return isStaff ? '_app/immutable/staff/[hash].js' : undefined;
}
