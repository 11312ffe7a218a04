/** What this phone wants to hear of, and what it heard: news of its own needs, in words that only its code opens. */
import * as v from 'valibot';
import { issuedBadgeSchema, type IssuedBadge } from '../../domain/badge.ts';
import type { Cryptography } from '../../domain/cryptography.ts';
import { fingerprint } from '../../domain/fingerprint.ts';
import { needsWords } from '../../domain/need.ts';
import { deriveSecrets, hashSecret } from '../../domain/receipt-code.ts';
import { openWith } from '../../domain/seal.ts';
import { withWords } from '../../domain/sealed-news.ts';
import {
	isIdeaNews,
	isNeedNews,
	mostWatched,
	type BadgeNews,
	type News,
	type SyncResponse
} from '../../domain/sync.ts';
import { device, readFact, writeFact, type KeptNeed } from '../database.ts';
import { codesOfIdeas, keepIdeaNews } from '../idea-news.ts';
import type { Round, Watch } from './round.ts';

/** Where this phone stands in the news of just these needs. */
type Standing = { watched: string; cursor: string };

/** The watch secrets of the badges, ideas and needs that the city has, newest first, and where this phone stands in their news. */
export async function whatToWatch(): Promise<Watch> {
	const needs = await device.needs.orderBy('savedAt').reverse().toArray();
	const badges = await device.badges.toArray();
	const sent = new Set(await device.receipts.toCollection().primaryKeys());
	const begun = await device.outbox.filter(({ missing }) => missing !== undefined).primaryKeys();
	for (const id of begun) sent.add(id);
	const standingNeeds = needs.filter((need) => !need.withdrawnAt);
	const waits = new Set(await device.outbox.toCollection().primaryKeys());
	// their receipts are not kept: what waits no more has arrived
	const ideas = (await codesOfIdeas()).filter(({ id }) => !waits.has(id));
	const arrived = [...badges, ...standingNeeds].filter(({ id }) => sent.has(id));
	const secrets = [...ideas, ...arrived]
		.slice(0, mostWatched)
		.map(({ code }) => deriveSecrets(code).watch);
	const standing = await readFact<Standing>('standing');
	const same = standing?.watched === fingerprint(secrets);
	return { secrets, ...(same && { since: standing.cursor }) };
}

/**
 * Keeps news of this phone's needs; what hangs on no need here, or was not sealed for it, is not ours. Where this phone
 * stands it believes the city only: a hub could leave news out.
 */
export async function keepNews(
	{ replies, cursor }: SyncResponse,
	{ crypt, hub, watch: { secrets } = { secrets: [] } }: Pick<Round, 'crypt' | 'hub' | 'watch'>
): Promise<void> {
	let whole = true;
	for (const item of replies) {
		if (!isNeedNews(item)) {
			const keep = isIdeaNews(item) ? keepIdeaNews(item, crypt) : keepBadge(item, crypt);
			whole = (await keep) && whole;
			continue;
		}
		const need = await device.needs.get(item.id);
		if (!need || hashSecret(deriveSecrets(need.code).watch) !== item.watchHash) continue;
		const news = await opened(item, need, crypt);
		if (news) await keep(news);
		else whole = false;
	}
	if (!cursor || !whole || hub) return;
	await writeFact('standing', { watched: fingerprint(secrets), cursor } satisfies Standing);
}

/** Does this phone wait for a badge that the city has issued? */
export async function awaitsBadge(): Promise<boolean> {
	const waiting = await device.badges.filter(({ issued }) => !issued).primaryKeys();
	return (await device.receipts.where('id').anyOf(waiting).count()) > 0;
}

/** Keeps what the city gave for a badge of this phone; false when somebody on the way changed it. */
async function keepBadge(item: BadgeNews, crypt: Cryptography): Promise<boolean> {
	const badge = await device.badges.get(item.id);
	if (!badge) return true;
	const { watch, reply } = deriveSecrets(badge.code);
	if (hashSecret(watch) !== item.watchHash) return true;
	const text = await openWith(crypt, reply, item.badge);
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), issuedBadgeSchema), text);
	if (read.success) {
		const issued = withWhoSaw(read.output, badge.issued);
		await device.badges.update(item.id, { issued });
	}
	return read.success;
}

/** A city that came back from a backup may have forgotten who saw it; the person has it. */
function withWhoSaw(issued: IssuedBadge, before: IssuedBadge | undefined): IssuedBadge {
	if (issued.confirmed || !before?.confirmed || before.signature !== issued.signature)
		return issued;
	return { ...issued, credential: before.credential, confirmed: before.confirmed };
}

/** In one transaction, so that nothing is kept for somebody who has left this phone meanwhile. */
async function keep(news: News): Promise<void> {
	const { needs, news: kept } = device;
	await device.transaction('rw', needs, kept, async () => {
		if (await needs.get(news.id)) await kept.put(withWhatWasSaid(news, await kept.get(news.id)));
	});
}

/** A city that came back from a backup may have forgotten what it answered; the person has it. */
function withWhatWasSaid(news: News, before: News | undefined): News {
	if (!before || news.state === 'withdrawn') return news;
	const known = new Set(news.messages.map(({ id }) => id));
	const forgotten = before.messages.filter(({ id }) => !known.has(id));
	const messages = [...forgotten, ...news.messages].sort((a, b) => (a.saidAt < b.saidAt ? -1 : 1));
	return { ...news, state: news.state === 'received' ? before.state : news.state, messages };
}

/** News with their words; undefined when somebody on the way changed or invented them. */
async function opened(
	item: News,
	{ code, envelope }: KeptNeed,
	crypt: Cryptography
): Promise<News | undefined> {
	// a need told before replies were sealed brought no key
	const isClear = envelope && !envelope.replyKey;
	const isBare = item.sealed === undefined && needsWords(item.state);
	if (isBare && !isClear) return undefined;
	const news = isClear || item.sealed ? item : { ...item, messages: [] };
	return withWords(news, deriveSecrets(code).reply, crypt);
}
