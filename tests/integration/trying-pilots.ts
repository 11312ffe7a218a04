// A city whose staff try things out by the forms of their pages.
import { beforeAll, beforeEach } from 'vitest';
import { openChallenge, writeChallenge } from '../../src/lib/server/challenges.ts';
import { findPilot } from '../../src/lib/server/pilots.ts';
import { city, openJoins, staff, tell, type Told } from './joined-needs.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

/** Signed in as a coordinator. */
export let browser: Browser;
export let need: Told;
/** A challenge from that need, open to everybody. */
export let about: string;

/** Before all tests a city, before each a need and a challenge. */
export function openPilots(): void {
	openJoins();
	beforeAll(async () => {
		await city.addMember('eva@city.example');
		browser = openBrowser();
		await browser.signIn('eva@city.example', password);
	});
	beforeEach(async () => {
		need = await tell('Mi madre Hortensia espera horas en el médico');
		about = await challenge();
	});
}

/** Another challenge from it, open unless it is not to be. */
export async function challenge(isOpen = true): Promise<string> {
	const texts = { es: { who: 'Familias', what: 'saber cuándo hay hora', why: 'no esperar' } };
	const form = { place: null, topic: 'service' as const, until: null, texts };
	const made = await writeChallenge(city.db, form, { needs: [need.id], themes: [] }, staff);
	if (made === 'no-needs') throw new Error(made);
	if (isOpen) await openChallenge(city.db, { id: made.id, revision: 1 }, true, staff);
	return made.id;
}

export const fields = {
	...{ place: '', lab: '', from: '2026-01-10', until: '2099-12-31' },
	...{ 'what-es': 'El centro abre los jueves por la tarde', 'where-es': 'Calle Nueva 3' },
	...{ 'who-es': 'Todo el barrio', 'learned-es': 'Vinieron pocas personas' }
};
export const write = async (of: string, typed: Record<string, string> = fields) => {
	const { location } = await browser.post(`/staff/pilots/new?challenge=${of}`, typed);
	return /pilots\/([^?]+)/.exec(location ?? '')?.[1] ?? '';
};
export const post = async (id: string, form: string, typed: Record<string, string> = {}) => {
	const revision = String((await findPilot(city.db, id))?.revision);
	return browser.post(`/staff/pilots/${id}?/${form}`, { revision, ...typed });
};
export const step = (id: string, step: string) => post(id, 'step', { step });
export const published = async (id: string) => {
	const rows = city.db.selectFrom('publications').select('body').where('id', '=', id);
	return (await rows.executeTakeFirst())?.body as Record<string, unknown> | null | undefined;
};
/** Begins a round of feedback; its page, and the form that asks it. */
export async function feedback(id: string) {
	const { location = '' } = await browser.post(`/staff/pilots/${id}?/feedback`, {});
	const survey = location.split('/').at(-1) ?? '';
	return { survey, ask: () => browser.post(`${location}?/publish`, { edits: '1' }) };
}
