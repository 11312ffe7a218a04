/** The labs of the demonstration city and what is planned there: invented, as all of it is. */
import { placeIdOf } from '../domain/neighbourhood.ts';
import type { Database } from './database.ts';
import { demonstrationPlaces } from './demonstration-needs.ts';
import { addLab } from './labs.ts';
import { planSessions, type Hours, type SessionPlan } from './sessions.ts';

/** So many weeks in a row each of them takes place. */
const weeks = 6;

interface Planned extends Omit<SessionPlan, 'lab'> {
	/** How many days from now the first one is. */
	inDays: number;
	from: number;
	to: number;
}

const labs: { name: string; address: string; planned: Planned[] }[] = [
	{
		name: 'Laboratori de la Plaça',
		address: 'Plaça de les Rajoles, 1',
		planned: [
			{ inDays: 2, from: 10, to: 12, modules: ['scam-messages'], languages: ['ca', 'es'] },
			{ inDays: 5, from: 17, to: 19, modules: [], languages: ['ca', 'ar', 'fr'] }
		]
	},
	{
		name: 'Biblioteca del Mosaic',
		address: 'Carrer del Mosaic, 12',
		planned: [
			{
				...{ inDays: 3, from: 18, to: 20 },
				...{ modules: ['book-appointment', 'scam-messages'], languages: ['es', 'pt', 'en'] }
			}
		]
	}
];

/** Opens them and plans their sessions, in days and hours of the server's time zone. */
export async function planDemonstrationSessions(db: Database, now: Date): Promise<void> {
	for (const [at, { name, address, planned }] of labs.entries()) {
		const place = placeIdOf(demonstrationPlaces[at] ?? '', new Set());
		const lab = await addLab(db, { name, place, address }, now);
		for (const { inDays, from, to, modules, languages } of planned) {
			const hours = Array.from({ length: weeks }, (_, week) =>
				hoursOf(now, inDays + 7 * week, from, to)
			);
			await planSessions(db, { lab, modules, languages }, hours, now);
		}
	}
}

function hoursOf(now: Date, days: number, from: number, to: number): Hours {
	const at = (hour: number) =>
		new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
	return { startsAt: at(from), endsAt: at(to) };
}
