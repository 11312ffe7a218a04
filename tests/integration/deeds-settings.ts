// What admins do with the settings of the city: its name, days, timers, second factor, labels, departments, numbers.
import type { ActivityAction } from '../../src/lib/server/activity.ts';
import { setFactorDuty } from '../../src/lib/server/factor-duty.ts';
import { addApp } from './app-codes.ts';
import { by, city, markOn, signedIn, type Deed } from './deeds.ts';
import { firstForm } from './setup-forms.ts';
import { password } from './staff-city.ts';

const settings = '/staff/settings';
const factor = `${settings}/second-factor`;
let named = 0;

const onSettings = (page: string, did: ActivityAction, fields: Record<string, string>) =>
	by(`${settings}/${page}`, [did], async () => ({
		fields: { ...(await markOn(`${settings}/${page}`)), ...fields }
	}));

async function label() {
	const id = `label-${named++}`;
	const words = JSON.stringify({ es: 'Pronto' });
	const row = { id, state: 'in work' as const, words, position: 50 + named };
	await city.db.insertInto('labels').values(row).execute();
	return id;
}

async function department() {
	const id = `d${named++}`;
	await city.db.insertInto('departments').values({ id, name: id }).execute();
	return id;
}

export const deedsInSettings: Deed[] = [
	by(settings, ['settings.changed'], async () => {
		const fields = firstForm({ neighbourhoods: 'Port\n' });
		fields.set('was', (await markOn(settings)).was);
		return { fields };
	}),
	onSettings('answer-time', 'settings.changed', { days: '20' }),
	onSettings('retention', 'retention.changed', { voice: '6' }),
	by(factor, ['settings.second-factor-required'], async () => {
		const { browser } = await signedIn();
		await addApp(browser);
		return { browser, fields: { from: 'everybody', password } };
	}),
	by(factor, ['settings.second-factor-optional'], async () => {
		const { member, browser } = await signedIn();
		await addApp(browser);
		await setFactorDuty(city.db, member.id, true);
		return { browser, fields: { from: 'each', password } };
	}),
	by(`${settings}/labels?/add`, ['label.added'], () => ({
		fields: { state: 'in work', 'words-es': 'Pronto' }
	})),
	by(`${settings}/labels?/change`, ['label.renamed'], async () => ({
		fields: { id: await label(), 'was-es': 'Pronto', 'words-es': 'Muy pronto' }
	})),
	by(`${settings}/labels?/move`, ['label.moved'], async () => ({
		fields: { id: await label(), by: 'up' }
	})),
	by(`${settings}/labels?/retire`, ['label.retired'], async () => ({
		fields: { id: await label(), retired: 'yes' }
	})),
	by(`${settings}/labels?/retire`, ['label.reopened'], async () => {
		const id = await label();
		await city.db.updateTable('labels').set({ retired: true }).where('id', '=', id).execute();
		return { fields: { id, retired: 'no' } };
	}),
	by(`${settings}/departments?/add`, ['department.added'], () => ({ fields: { name: 'Agua' } })),
	by(`${settings}/departments?/change`, ['department.renamed'], async () => {
		const id = await department();
		return { fields: { id, was: id, name: `New ${id}` } };
	}),
	by(`${settings}/departments?/close`, ['department.closed'], async () => ({
		fields: { id: await department(), retired: 'yes' }
	})),
	by(`${settings}/departments?/close`, ['department.opened'], async () => {
		const id = await department();
		await city.db.updateTable('departments').set({ retired: true }).where('id', '=', id).execute();
		return { fields: { id, retired: 'no' } };
	}),
	by('/staff/heard/numbers', ['numbers.changed'], async () => ({
		fields: { ...(await markOn('/staff/heard/numbers')), lang: 'es; 7' }
	}))
];
