/** The demonstration city: all of it is invented, and every page says so while the setting stands. */
import { randomBytes } from 'node:crypto';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { makeId } from '../domain/id.ts';
import { languages } from '../domain/language.ts';
import { consentVersion } from '../domain/need.ts';
import { placeIdOf } from '../domain/neighbourhood.ts';
import { deriveSecrets, hashSecret, makeReceiptCode } from '../domain/receipt-code.ts';
import type { CityForm } from './city-form.ts';
import {
	demonstrationNeeds,
	demonstrationPlaces,
	type DemonstrationNeed
} from './demonstration-needs.ts';
import { takeStep } from './need-work.ts';
import { receive, type ReceivingCity } from './receive.ts';

const hour = 60 * 60 * 1000;

/** Its settings. */
export const demonstrationCity: CityForm = {
	city: 'Vila Taulell',
	languages: [...languages],
	neighbourhoods: demonstrationPlaces.map((name) => ({ id: idOf(name), name }))
};

/**
 * Sends the invented needs in as phones do, in the order of their hours, and takes some of them on, as staff do.
 * @param staff who is said to have answered
 * @param now the hours ago count from here
 */
export async function tellDemonstrationNeeds(
	city: ReceivingCity,
	staff: string,
	now: Date
): Promise<void> {
	for (const need of demonstrationNeeds.toSorted((a, b) => b.hoursAgo - a.hoursAgo)) {
		await tell(city, need, staff, new Date(now.getTime() - need.hoursAgo * hour));
	}
}

async function tell(
	city: ReceivingCity,
	need: DemonstrationNeed,
	staff: string,
	at: Date
): Promise<void> {
	const { watch, withdraw } = deriveSecrets(makeReceiptCode(randomBytes(10)));
	const envelope: EnvelopeOf<'need'> = {
		...frame(need, at),
		kind: 'need',
		watchHash: hashSecret(watch),
		withdrawHash: hashSecret(withdraw),
		body: {
			topic: need.topic,
			words: need.words,
			place: need.place && idOf(need.place),
			consent: { version: consentVersion, publish: need.hoursAgo % 2 === 0 }
		}
	};
	const { results } = await receive(city, { v: 1, submissions: [envelope] }, at);
	if (results[0]?.result !== 'accepted') throw new Error('an invented need was refused');
	const later = new Date(at.getTime() + hour);
	if (need.since === 'withdrawn') {
		const taken = { ...frame(need, later), kind: 'withdrawal', body: { withdraw } };
		await receive(city, { v: 1, submissions: [taken] }, later);
	} else if (need.since) {
		const step = stepOf(need.since, need.lang);
		const refusal = await takeStep(city.db, { need: envelope.id, staff, seen: at, ...step }, later);
		if (refusal) throw new Error('an invented need could not be taken on');
	}
}

function frame({ lang }: DemonstrationNeed, at: Date) {
	return {
		id: makeId(at.getTime(), randomBytes(10)),
		schema: 1 as const,
		madeAt: at.toISOString(),
		lang,
		media: []
	};
}

function stepOf(since: Exclude<DemonstrationNeed['since'], 'withdrawn' | undefined>, lang: string) {
	if (typeof since === 'string') return { to: since };
	return 'answered' in since
		? { to: 'answered' as const, reply: { lang, words: since.answered } }
		: { to: 'declined' as const, reply: { lang, words: since.declined } };
}

function idOf(name: string): string {
	return placeIdOf(name, new Set());
}
