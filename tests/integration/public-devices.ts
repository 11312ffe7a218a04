// What is sent to the doors of trainers' devices, sessions and hubs: by nobody, by whoever holds something else, by the holder.
import { randomBytes } from 'node:crypto';
import { picturesOf } from '../../src/lib/domain/member.ts';
import { writeRoomFacts } from '../../src/lib/domain/room-code.ts';
import { sessionCode } from '../../src/lib/domain/session-hours.ts';
import { enrolDevice, inviteTrainer } from '../../src/lib/server/trainer-devices.ts';
import { addTrainer, shutOutDevice } from '../../src/lib/server/trainers.ts';
import { newId } from './invented.ts';
import { form, gone, key, notFound, shown, type Tries } from './public-holders.ts';
import { secret } from './public-tries.ts';
import type { StaffCity } from './staff-city.ts';
import { newSecret } from './trainers-city.ts';

export async function triesOfTrainer(
	{ db }: StaffCity,
	lab: string
): Promise<Record<string, Tries>> {
	const trainer = await addTrainer(db, { name: secret, labs: [lab] });
	const token = async () => (await inviteTrainer(db, trainer)) ?? '';
	const device = { name: 'Tablet', spare: key() };
	const enrolled = async () => {
		const own = newSecret();
		const asked = { v: 1 as const, token: await token(), secret: own, ...device };
		return { secret: own, id: (await enrolDevice(db, asked))?.device.id ?? '' };
	};
	const [held, lost] = [await enrolled(), await enrolled()];
	await shutOutDevice(db, trainer, lost.id, new Date(), trainer);
	const open = await token();
	const to = (door: string, more: object) => ({
		...{ path: `/api/trainer/${door}`, body: { v: 1, ...more } }
	});
	const closed = { status: 410, code: 'invitation-closed' };
	const malformed = { status: 400, code: 'malformed' };
	const enrol = (token: string) => to('enrol', { token, secret: newSecret(), ...device });
	return {
		'POST /api/trainer/invitation': {
			nobody: { ...to('invitation', {}), ...malformed },
			wrong: [{ ...to('invitation', { token: key() }), ...closed }],
			right: { ...to('invitation', { token: open }), ...shown }
		},
		'POST /api/trainer/enrol': {
			nobody: { ...to('enrol', {}), ...malformed },
			wrong: [{ ...enrol(key()), ...closed }],
			right: { ...enrol(open), ...shown }
		},
		'POST /api/trainer/renew': {
			nobody: { ...to('renew', {}), ...malformed },
			wrong: [
				{ ...to('renew', { secret: key() }), status: 404, code: 'unknown-device' },
				{ ...to('renew', { secret: lost.secret }), status: 403, code: 'device-shut-out' }
			],
			right: { ...to('renew', { secret: held.secret }), ...shown }
		}
	};
}

export function triesOfSession(): Record<string, Tries> {
	const session = (id: string) => ({
		...{ id, lab: newId(), labName: 'Raval', endsAt: Date.now() + 7_200_000 },
		...{ modules: [], languages: ['es' as const], root: '' }
	});
	const [id, other] = [newId(), newId()];
	const person = randomBytes(12).toString('base64url');
	const state = { done: 4, needsHelp: false };
	const said = { v: 1, person, pictures: picturesOf('AAECAwQFBgcICQoL'), state };
	const facts = writeRoomFacts(session(id));
	const at = (id: string) => `/api/room/${id}`;
	const malformed = { status: 400, code: 'malformed' };
	return {
		'PUT /api/room/[session]': {
			nobody: { path: at('none'), body: { v: 1, facts }, ...notFound },
			wrong: [{ path: at(other), body: { v: 1, facts }, ...malformed }],
			right: { path: at(id), body: { v: 1, facts }, status: 200 }
		},
		'POST /api/room/[session]': {
			nobody: { path: at('none'), body: said, ...notFound },
			wrong: [{ path: at(id), body: { ...said, person: 'Ana' }, ...malformed }],
			right: { path: at(id), body: said, status: 200 }
		},
		'GET /api/room/[session]': {
			nobody: { path: at('none'), ...notFound },
			wrong: [{ path: at(other), status: 200, hides: person }],
			right: { path: at(id), status: 200, shows: person }
		},
		'GET /api/room': {
			nobody: { path: '/api/room', ...malformed },
			wrong: [{ path: `/api/room?code=${sessionCode({ id: other })}`, status: 200, hides: facts }],
			right: { path: `/api/room?code=${sessionCode({ id })}`, status: 200, shows: facts }
		},
		'GET /[lang=lang]/hub': {
			nobody: { path: '/es/hub', ...gone },
			wrong: [{ path: '/es/hub', headers: { authorization: `Plaza-Hub a.${key()}` }, ...gone }]
		},
		'POST /[lang=lang]/hub': {
			nobody: { path: '/es/hub', body: form({}), ...gone },
			wrong: [
				{
					...{ path: '/es/hub', body: form({}) },
					...{ headers: { authorization: `Plaza-Hub a.${key()}` }, ...gone }
				}
			]
		}
	};
}
