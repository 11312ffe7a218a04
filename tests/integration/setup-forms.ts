// The first run of a city, as forms: its page, and what is typed there.
import { openSetupLink } from '../../src/lib/server/setup-links.ts';
import { password, type StaffCity } from './staff-city.ts';

/** A first form that is right. */
export const good = {
	name: 'Ana',
	email: 'Ana@City.Example',
	password,
	city: 'Sant Mosaic',
	languages: ['ca', 'ar'],
	neighbourhoods: 'El Port\nSant Roc\n'
};

/** The form of the first run, or of the settings, with what is other than right. */
export function firstForm(changes: Partial<typeof good> = {}, file?: File): FormData {
	const form = new FormData();
	const { languages, ...rest } = { ...good, ...changes };
	for (const [name, value] of Object.entries(rest)) form.set(name, value);
	for (const language of languages) form.append('languages', language);
	form.set('neighbourhoodsFile', file ?? new File([], ''));
	return form;
}

/** The page behind a new first link. */
export async function firstPage({ db }: StaffCity): Promise<string> {
	const token = await openSetupLink(db, { purpose: 'first', role: 'admin' });
	return `/staff/setup/${token}`;
}
