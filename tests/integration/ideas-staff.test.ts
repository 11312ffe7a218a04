/** Staff and ideas: the original words, what everybody will read, a reason where nobody may, and two at once. */
import { beforeAll, expect, it } from 'vitest';
import { load as loadNeighbourhood } from '../../src/routes/[lang=lang]/neighbourhood/+page.server.ts';
import { load as loadChallenge } from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/+page.server.ts';
import { GET as readNews } from '../../src/routes/[lang=lang]/neighbourhood/rss.xml/+server.ts';
import { city, openJoins } from './joined-needs.ts';
import { aChallenge, anIdea, publicOf, readIdea, send } from './said-ideas.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

let browser: Browser;
let challenge: string;

openJoins();

beforeAll(async () => {
	await city.addMember('eva@city.example');
	browser = openBrowser();
	await browser.signIn('eva@city.example', password);
	challenge = await aChallenge();
});

async function waiting(words = 'Un banco a la sombra'): Promise<string> {
	const { idea, id } = anIdea(challenge, words);
	await send(idea);
	return id;
}
const at = (id: string) => `/staff/challenges/${challenge}/ideas/${id}`;
const post = (id: string, form: string, typed: Record<string, string>, revision = '1') =>
	browser.post(`${at(id)}?/${form}`, { revision, ...typed });

it('finds those that wait, reads what the person wrote, and publishes better words', async () => {
	const id = await waiting('un banco!!');
	const list = await browser.open(`/staff/challenges/${challenge}/ideas?state=waiting`);
	expect(list.data.ideas.map((idea: { id: string }) => idea.id)).toEqual([id]);
	expect((await browser.open('/staff/challenges')).data.waiting.get(challenge)).toBe(1);
	expect((await browser.open(at(id))).data.idea).toMatchObject({ words: 'un banco!!', people: 3 });
	const { location } = await post(id, 'publish', { 'text-es': 'Un banco', 'text-ar': 'مقعد' });
	expect(location).toMatch(/done=published$/);
	expect(await publicOf(id)).toMatchObject({ texts: { es: 'Un banco', ar: 'مقعد' } });
	expect((await browser.open('/staff/challenges')).data.waiting.get(challenge)).toBeUndefined();
});

it('is stopped once before a phone number is published', async () => {
	const id = await waiting();
	const typed = { 'text-es': 'Llama al 612 345 678' };
	const { status, data } = await post(id, 'publish', typed);
	expect(status).toBe(400);
	expect(await publicOf(id)).toBeUndefined();
	await post(id, 'publish', { ...typed, looked: data.telling });
	expect(await publicOf(id)).toMatchObject({ texts: { es: typed['text-es'] } });
});

it('says why an idea is not published; without a reason nothing is done', async () => {
	const id = await waiting();
	const { status, data } = await post(id, 'refuse', { reason: '  ' });
	expect({ status, problems: data.problems }).toEqual({
		status: 400,
		problems: { reason: { code: 'idea-reason' } }
	});
	await post(id, 'refuse', { reason: 'Nombra a un vecino' });
	expect(await readIdea(id)).toMatchObject({ state: 'refused', reason: 'Nombra a un vecino' });
});

it('who decides second is told, and keeps what she typed', async () => {
	const id = await waiting();
	await post(id, 'refuse', { reason: 'No es de aquí' });
	const late = await post(id, 'publish', { 'text-es': 'Un banco' });
	expect(late).toMatchObject({
		status: 409,
		data: { refused: 'changed', texts: { es: 'Un banco' } }
	});
	expect(await publicOf(id)).toBeUndefined();
});

it('joins two, makes them two again, and writes one of its own', async () => {
	const [lead, same] = [await waiting(), await waiting()];
	await post(same, 'join', { to: lead });
	expect((await browser.open(at(same))).data.lead.id).toBe(lead);
	await post(same, 'split', {}, '2');
	expect((await readIdea(same)).same_as).toBeNull();
	const own = `/staff/challenges/${challenge}/ideas?/write`;
	const none = await browser.post(own, { 'text-es': ' ' });
	expect(none).toMatchObject({ status: 400, data: { problems: { 'text-ca': {} } } });
	const { location } = await browser.post(own, { 'text-es': 'Una sala' });
	const id = /ideas\/([^?]+)/.exec(location ?? '')?.[1] ?? '';
	expect(await publicOf(id)).toMatchObject({ by: 'staff', texts: { es: 'Una sala' } });
});

it('cannot be done under another challenge, nor by who may not publish', async () => {
	const id = await waiting();
	const other = `/staff/challenges/${await aChallenge()}/ideas/${id}`;
	expect((await browser.open(other)).status).toBe(404);
	const tried = await browser.post(`${other}?/refuse`, { revision: '1', reason: 'No' });
	expect(tried.status).toBe(404);
	await city.addMember('reader@city.example', 'reader');
	const reader = openBrowser();
	await reader.signIn('reader@city.example', password);
	expect((await reader.open(at(id))).location).toBe('/staff/refused');
});

it('a moderator decides what everybody may read; a department and an author do not', async () => {
	const mia = openBrowser({ as: await city.addMember('mia@city.example', 'moderator') });
	const id = await waiting();
	await mia.post(`${at(id)}?/publish`, { revision: '1', 'text-es': 'Un banco' });
	expect(await publicOf(id)).toMatchObject({ texts: { es: 'Un banco' } });
	for (const role of ['department', 'author'] as const) {
		const other = openBrowser({ as: await city.addMember(`${role}@city.example`, role) });
		const refused = await other.post(`${at(id)}?/refuse`, { revision: '2', reason: 'No' });
		expect(refused.location).toBe('/staff/refused');
	}
	expect(await publicOf(id)).toMatchObject({ texts: { es: 'Un banco' } });
});

it('what waits or is not published stands on no page, in no news and in no feed', async () => {
	const [waits, refused] = [await waiting('Xilofón azul'), await waiting('Xilofón verde')];
	await post(refused, 'refuse', { reason: 'Xilofón rojo' });
	const params = { lang: 'es' as const };
	const url = new URL(`https://plaza.test/es/neighbourhood/rss.xml`);
	const told = [
		await loadChallenge({ params: { ...params, challenge } } as Parameters<
			typeof loadChallenge
		>[0]),
		await loadNeighbourhood({ params } as Parameters<typeof loadNeighbourhood>[0]),
		await (await readNews({ params, url } as Parameters<typeof readNews>[0])).text(),
		await city.db.selectFrom('publications').selectAll().execute()
	];
	expect(JSON.stringify(told)).toContain('Un banco');
	expect(JSON.stringify(told)).not.toMatch(/Xilofón/);
	expect(JSON.stringify(told)).not.toMatch(new RegExp(`${waits}|${refused}`));
});
