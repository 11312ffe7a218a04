// What staff do with the city's own things: labs, sessions, trainers, badges, themes, templates, views.
import { holderOf } from '../../src/lib/domain/badge.ts';
import { badgeNumber } from '../../src/lib/domain/badge-number.ts';
import { askErasure } from '../../src/lib/server/four-eyes.ts';
import { addLab, closeLab } from '../../src/lib/server/labs.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { keepView } from '../../src/lib/server/saved-views.ts';
import { addTemplate } from '../../src/lib/server/templates.ts';
import { inviteTrainer } from '../../src/lib/server/trainer-devices.ts';
import { enrolDevice } from '../../src/lib/server/trainer-devices.ts';
import { addTrainer } from '../../src/lib/server/trainers.ts';
import {
	admin,
	by,
	city,
	colleague,
	markOn,
	numberOf,
	on,
	revisionOf,
	type Deed
} from './deeds.ts';
import { aBadge, aNeed, newId, newSecrets } from './invented.ts';
import { newSecret } from './trainers-city.ts';

const shown = { changesNothing: 'it shows how the words read' };
const found = { changesNothing: 'it leads to a badge by its number, not to a person' };
let named = 0;

const newLab = () =>
	addLab(city.db, { name: `Casa ${named++}`, place: null, address: '' }, new Date());
const newTrainer = async () => addTrainer(city.db, { name: 'Carla', labs: [await newLab()] });

/** A form on the page of labs, for one that is open. */
const onLab = (form: string, did: Deed['did']) =>
	by(`/staff/labs?/${form}`, did, async () => {
		const id = await newLab();
		const mark = await markOn('/staff/labs', id);
		return { fields: { id, ...mark, name: 'Casal', place: '', address: '' } };
	});

const hours = { day: '2099-03-02', from: '10:00', to: '11:00', languages: 'es', weeks: '1' };

const onTrainer = (form: string, did: Deed['did'], fields: Record<string, string> = {}) =>
	by(`/staff/trainers/[id]?/${form}`, did, async () => {
		const lab = await newLab();
		const id = await addTrainer(city.db, { name: 'Carla', labs: [lab] });
		const mark = await markOn(`/staff/trainers/${id}`);
		return { ids: [id], fields: { ...mark, name: 'Carla B', labs: lab, ...fields } };
	});

async function issued() {
	const envelope = aBadge(holderOf('Hortensia Canario', 'abcdefghijklmnopqrstuv'));
	await receive(city, { v: 1, submissions: [envelope] }, new Date());
	const row = city.db.selectFrom('badges').selectAll().where('id', '=', envelope.id);
	const { status } = await row.executeTakeFirstOrThrow();
	const number = badgeNumber({ ...envelope.body, status: Number(status) });
	return { id: envelope.id, number };
}

async function suggested() {
	const needs = Array.from({ length: 8 }, () => aNeed('El bus llega tarde'));
	await receive(city, { v: 1, submissions: needs }, new Date());
	const id = newId();
	const words = JSON.stringify(['bus', 'tarde']);
	const members = JSON.stringify(needs.map((need) => need.id));
	const row = { id, made_at: new Date(), lang: 'es', terms: words, shown: words, size: 8, members };
	await city.db.insertInto('theme_suggestions').values(row).execute();
	return id;
}

const words = { name: 'Luz', topic: '', state: 'answered', 'words-es': 'Hay luz.' };
const template = async () => {
	const form = { name: 'Luz', topic: null, state: 'answered' as const, label: null };
	const said = { ...form, texts: { es: 'Hay luz.' } };
	await addTemplate(city.db, said, admin.id, new Date());
	const row = city.db.selectFrom('templates').select('id').orderBy('id', 'desc').limit(1);
	const { id } = await row.executeTakeFirstOrThrow();
	return { id, revision: await revisionOf('templates', id) };
};

async function view(shared: boolean) {
	const name = `Vista ${named++}`;
	await keepView(city.db, { staff: admin.id, name, query: '', shared });
	const row = city.db.selectFrom('saved_views').select('id').where('name', '=', name);
	return { id: (await row.executeTakeFirstOrThrow()).id, query: '' };
}

const asked = async () => {
	const need = aNeed('Se borra', { secrets: newSecrets() });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	const reason = 'She asked for it at the desk';
	await askErasure(city.db, colleague.id, { need: need.id, reason }, new Date());
	const row = city.db.selectFrom('erasures').select('id').where('need', '=', need.id);
	return { id: (await row.executeTakeFirstOrThrow()).id };
};

const own = { unlogged: 'a list that she keeps for herself, and nobody else sees' };

export const deedsInCity: Deed[] = [
	by('/staff?/keep', ['view.shared'], () => ({ fields: { name: 'V', query: '', shared: 'on' } })),
	by('/staff?/keep', [], () => ({ fields: { name: 'Mine', query: '' } }), own),
	by('/staff?/unkeep', ['view.removed'], async () => ({ fields: await view(true) })),
	by('/staff?/unkeep', [], async () => ({ fields: await view(false) }), own),
	by('/staff/labs?/add', ['lab.opened'], () => ({ fields: { name: 'Biblioteca' } })),
	onLab('change', ['lab.changed']),
	onLab('close', ['lab.closed']),
	by('/staff/labs?/open', ['lab.opened'], async () => {
		const id = await newLab();
		await closeLab(city.db, id, new Date());
		return { fields: { id } };
	}),
	by('/staff/sessions/new', ['session.planned'], async () => ({
		fields: { ...hours, lab: await newLab() }
	})),
	on('/staff/sessions/[id]?/change', ['session.changed'], async ({ session }) => ({
		ids: [session],
		fields: { ...hours, lab: await newLab(), revision: await revisionOf('sessions', session) }
	})),
	on('/staff/sessions/[id]?/cancel', ['session.cancelled'], async ({ session }) => ({
		ids: [session],
		fields: { revision: await revisionOf('sessions', session) }
	})),
	by('/staff/trainers?/add', ['trainer.added'], async () => ({
		fields: { name: 'Carla', labs: await newLab() }
	})),
	onTrainer('change', ['trainer.changed']),
	onTrainer('invite', ['trainer.invited'], { lang: 'es' }),
	onTrainer('end', ['trainer.ended']),
	by('/staff/trainers/[id]?/shut', ['trainer.device-shut-out'], async () => {
		const id = await newTrainer();
		const token = (await inviteTrainer(city.db, id)) ?? '';
		const secrets = { secret: newSecret(), spare: newSecret() };
		const standing = await enrolDevice(city.db, { v: 1, token, name: 'Tablet', ...secrets });
		return { ids: [id], fields: { device: standing?.device.id ?? '' } };
	}),
	by('/staff/badges?/find', [], async () => ({ fields: await issued() }), found),
	by('/staff/badges?/confirm', ['badge.confirmed'], async () => ({ fields: await issued() })),
	by('/staff/badges?/take', ['badge.taken-back'], async () => ({
		fields: { id: (await issued()).id, reason: 'It was a test' }
	})),
	by('/staff/themes?/add', ['theme.made'], () => ({ fields: { name: `Tema ${named++}` } })),
	on('/staff/themes?/set', ['theme.taken'], ({ theme, need }) => ({ fields: { theme, need } })),
	on('/staff/themes?/set', ['theme.put'], async ({ theme, need }) => {
		await city.db.deleteFrom('theme_needs').where('need', '=', need).execute();
		return { fields: { theme, need, in: 'yes' } };
	}),
	on('/staff/themes/[id]?/change', ['theme.changed'], async ({ theme }) => ({
		ids: [theme],
		fields: { name: 'Sombra', revision: await revisionOf('themes', theme) }
	})),
	on('/staff/themes/[id]?/close', ['theme.changed'], async ({ theme }) => ({
		ids: [theme],
		fields: { close: 'yes', revision: await revisionOf('themes', theme) }
	})),
	by('/staff/themes/suggestions?/make', [], () => ({}), {
		unlogged: 'it reckons what anybody may take up'
	}),
	by('/staff/themes/suggestions?/take', ['theme.made'], async () => ({
		fields: { id: await suggested(), name: `Bus ${named++}`, by: 'hand' }
	})),
	by('/staff/themes/suggestions?/refuse', ['theme.refused'], async () => ({
		fields: { id: await suggested() }
	})),
	by('/staff/templates?/add', ['template.added'], () => ({ fields: words })),
	by('/staff/templates?/check', [], () => ({ fields: words }), shown),
	by('/staff/templates?/change', ['template.changed'], async () => ({
		fields: { ...words, ...(await template()), name: 'Farolas' }
	})),
	by('/staff/templates?/retire', ['template.retired'], async () => ({ fields: await template() })),
	by('/staff/exports', ['export.asked'], () => ({
		fields: { kind: 'needs', format: 'csv', reason: 'For the council' }
	})),
	on('/staff/erasures?/ask', ['erasure.asked'], async ({ need }) => ({
		fields: { number: await numberOf(need), reason: 'She asked for it' }
	})),
	by('/staff/erasures?/decide', ['erasure.refused'], async () => ({
		fields: { ...(await asked()), outcome: 'refused' }
	})),
	by('/staff/erasures?/decide', ['erasure.erased'], async () => ({
		fields: { ...(await asked()), outcome: 'erased' }
	}))
];
