/**
 * Names and groups built files. The service worker tells by the name what a phone needs: words of one language lie in
 * `immutable/words/<lang>.<hash>.js`, `<lang>.lesson.<hash>.js` and `<lang>.phone.<hash>.js`, what only staff pages use in `immutable/staff/`, what
 * few phones need (large packages, words of sessions and of trainers) in `immutable/seldom/`; there the files of a part that is
 * kept as a whole begin with its name. What every citizen page needs is one file instead of twenty, because on a slow
 * line each request costs more than its bytes.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

type Chunk = { moduleIds?: string[] };

/** In every page from the start. Packages that only some pages or later moments need stay apart. */
const everywhere =
	/node_modules\/(svelte|esm-env|clsx|i18next|@sveltejs\/kit|devalue)\/|src\/lib\/(i18n\/(translator|context)|ui\/(Icon|Tile|TopBar|BottomBar|Listen|Picture|tiles|learn\/place)|domain\/(language|lesson))|vite\/preload-helper/;

/** Pages and parts of pages that are no part of what every phone keeps. */
const seldomPage =
	/virtual:recorded|help\/KeepVoice|AfterListening|\[lang=lang\]\/(after-listening|voice-of)|routes\/\[lang=lang\]\/hub\/\+page\.svelte/;

/** Parts that a phone keeps as a whole, with all that only they need: src/service-worker/parts.ts. */
const parts = {
	start:
		/routes\/\[lang=lang\]\/(learn\/start\/\+page\.svelte|sessions?\/|badge\/|neighbourhood\/|survey\/|needs\/what-became)|ui\/(learn\/StartTask|survey\/|round\/|priority\/)|device\/(by-code|badge-check|supports|surveys|opinions|priorities|ideas|session\/(join|hold|state|say|find|vote))|domain\/(check-badge|room|room-state|room-code|attendance|session-hours|shown-session|hold|member|support-token|priority-rules|pilot-stage|survey(-answer)?|idea-news|became|workshop\/(ballot|cast))\.ts/,
	trainer:
		/src\/(routes\/\[lang=lang\]\/trainer\/|lib\/((device|domain)\/trainer|device\/session\/(l|workshop)|domain\/(pack|paper|consensus|opinion-groups|principal-components|clusters|personal-words|workshop\/(state|result))))/
};

/**
 * What a phone keeps, seals and sends: together it is a third smaller than in thirty files. Lessons need it too, but not
 * the other way round, so it takes what both of them import.
 */
const phone =
	/src\/lib\/device\/(?!by-code|badge-check|trainer|session\/|supports|surveys|opinions|priorities|ideas)|node_modules\/(valibot|@noble\/hashes\/(?!pbkdf2))/;

/** Steps and practices: a lesson needs most of them. */
const lesson =
	/src\/lib\/(ui\/(learn\/(?!StartTask|KeepModules|LessonCards|suggestions|look-up)|practice\/)|domain\/practice)/;

/** Codes on the screen: in a lesson, on a receipt, where messages are carried. */
const code = /src\/lib\/ui\/(QrCode\.svelte|qr\.ts)|node_modules\/uqr\//;

/** Little things that pages do once they stand: one by one each would weigh a third more. */
const upkeep =
	/src\/routes\/\[lang=lang\]\/(keep-pages|leave-now|shared-phone|open-memory|summary)\.ts/;

/** What the pages of needs have in common. */
const needs =
	/src\/(lib\/ui\/needs\/|routes\/\[lang=lang\]\/needs\/(KeepingNotice|NeedCard|Others|Parked|TryNow|follow|media-urls|new\/(VoiceField|draft-voice|post-with-media)|send-now))/;

/** What the lists of lessons have in common, and a lesson with them: no list has to load the lessons. */
const lists =
	/src\/(lib\/ui\/learn\/(KeepModules|LessonCards|Mastered|suggestions)|lib\/domain\/(look-up|practice-facts|start)|routes\/\[lang=lang\]\/learn\/(shelf|steps)\.svelte\.ts)/;

/** How a person is known: her pictures, her numbers, her card before a camera. */
const known =
	/src\/lib\/ui\/(CardPictures\.svelte|PinField\.svelte|Scanner\.svelte|FileChoice\.svelte|scan\.ts)/;

/** Badges that lie on the phone. */
const badge = /src\/lib\/(domain\/(held-badge|badge-number|badge-file)|ui\/proof\/draw)\.ts/;

/** What gives and takes messages without internet, and what a file of them weighs. */
const carry = /src\/(routes\/\[lang=lang\]\/carry\/(hand-out|on-phone)|lib\/ui\/(QrCodes|size))/;

/** What a phone does with challenges, surveys and what is asked of them: one file instead of six. */
const asked =
	/src\/lib\/(device\/(supports|surveys|opinions|priorities|ideas(-begun)?)|domain\/(support-token|priority-rules))\.ts/;

/** How a page is heard. */
const speech =
	/src\/lib\/(ui\/(spoken-parts|speech|sound-files|local-voice|sound)|domain\/(sentence|voice))\.ts/;

/**
 * A reader of codes for browsers that have none; a search that forgives letters, which comes with the first module that is
 * kept by a tap; cryptography for pages that are not secure, where no worker runs.
 */
const seldom = /node_modules\/(jsqr|minisearch|@noble\/(curves|ciphers|hashes\/pbkdf2))/;

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
				assetFileNames: (asset) =>
					placeOfStyle(asset.names[0] ?? '') ?? asText(assetFileNames, asset),
				codeSplitting: {
					groups: [
						{ name: 'plaza', test: everywhere, priority: 4 },
						{ name: 'code', test: code, priority: 3 },
						{ name: 'phone', test: phone, priority: 3 },
						{ name: 'lists', test: lists, priority: 2 },
						{ name: 'lesson', test: lesson, priority: 1 },
						{ name: 'upkeep', test: upkeep, priority: 0 },
						{ name: 'needs', test: needs, priority: 0 },
						{ name: 'known', test: known, priority: 0 },
						{ name: 'badge', test: badge, priority: 0 },
						{ name: 'carry', test: carry, priority: 0 },
						{ name: 'asked', test: asked, priority: 0 },
						{ name: 'speech', test: speech, priority: 0 }
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

/** Styles of a page of the staff, of trainers or of sessions, or of parts that only such pages have. */
function placeOfStyle(name: string): string | undefined {
	if (isStyleOf(name, 'staff')) return '_app/immutable/staff/[name].[hash][extname]';
	if (isStyleOf(name, 'trainer')) return '_app/immutable/seldom/trainer.[hash][extname]';
	const isOfStart = (['session', 'badge', 'neighbourhood', 'survey'] as const).some((part) =>
		isStyleOf(name, part)
	);
	return isOfStart ? '_app/immutable/seldom/start.[hash][extname]' : undefined;
}

/** A page is called by its number here. */
function isStyleOf(
	name: string,
	people: 'staff' | 'trainer' | 'session' | 'badge' | 'neighbourhood' | 'survey'
): boolean {
	const [, part = ''] = /^(\w+)\.css$/.exec(name) ?? [];
	const citizens = '/src/routes/[lang=lang]/';
	const pages = {
		staff: '/src/routes/staff/',
		trainer: `${citizens}trainer/`,
		session: `${citizens}session`,
		badge: `${citizens}badge/`,
		neighbourhood: `${citizens}neighbourhood/`,
		survey: `${citizens}survey/`
	};
	const page = join(source, '.svelte-kit/generated/client-optimized/nodes', `${part}.js`);
	if (existsSync(page)) return readFileSync(page, 'utf8').includes(pages[people]);
	const places = readdirSync(join(source, 'src'), { recursive: true, encoding: 'utf8' }).filter(
		(path) => basename(path) === `${part}.svelte`
	);
	const own = new RegExp(`(^|/)${people}s?/`);
	return places.length > 0 && places.every((path) => own.test(path));
}

function placeOf({ moduleIds = [] }: Chunk): string | undefined {
	const words = moduleIds
		.map((id) => /\/i18n\/(citizen|lesson|phone|lab|trainer|guide)\/([a-z]{2})\.json/.exec(id))
		.find(Boolean);
	if (words) {
		const [, group = '', lang] = words;
		if (group === 'guide') return `_app/immutable/seldom/${lang}.trainer-guide.[hash].js`;
		if (/lab|trainer/.test(group)) return `_app/immutable/seldom/${lang}.${group}.[hash].js`;
		return `_app/immutable/words/${lang}${group === 'citizen' ? '' : `.${group}`}.[hash].js`;
	}
	for (const [part, test] of Object.entries(parts)) {
		if (moduleIds.some((id) => test.test(id))) return `_app/immutable/seldom/${part}.[hash].js`;
	}
	// which files those words lie in: for all parts
	if (moduleIds.some((id) => id.endsWith('/i18n/further.ts')))
		return '_app/immutable/seldom/further.[hash].js';
	// a part names it, too
	if (moduleIds.some((id) => id.includes('node_modules/jsqr/')))
		return '_app/immutable/seldom/reader.[hash].js';
	if (moduleIds.some((id) => seldom.test(id) || seldomPage.test(id)))
		return '_app/immutable/seldom/[hash].js';
	const isStaff = moduleIds.some((id) =>
		/\/(routes\/staff|ui\/staff|i18n\/staff|domain\/personal-data)\/|domain\/(inbox-filter|(bulk|rights|theme|need-state)\.ts)/.test(
			id
		)
	);
	return isStaff ? '_app/immutable/staff/[hash].js' : undefined;
}
