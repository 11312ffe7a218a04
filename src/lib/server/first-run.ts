/** The first run of a Plaza, and those who join later: what a one-time link opens. */
import type { Language } from '../domain/language.ts';
import type { AccountForm } from './account-form.ts';
import { keepCity, type CityForm } from './city-form.ts';
import type { Database } from './database.ts';
import { demonstrationCity, tellDemonstrationNeeds } from './demonstration.ts';
import { planDemonstrationSessions } from './demonstration-sessions.ts';
import type { ReceivingCity } from './receive.ts';
import { readSetupLink, useSetupLink } from './setup-links.ts';
import { addStaff, findStaff, setPassword, type StaffMember } from './staff.ts';
import { writeSettings } from './settings.ts';

/**
 * Opens the city: its first account, an admin, and its settings, all or nothing. Undefined when the link is closed.
 * A demonstration city gets its invented needs, which come in like real ones, and invented sessions.
 */
export async function openFirst(
	city: ReceivingCity,
	token: string,
	account: AccountForm & { lang: Language },
	form: CityForm | 'demonstration'
): Promise<StaffMember | undefined> {
	const isDemonstration = form === 'demonstration';
	const { password, ...member } = account;
	const first = await city.db.transaction().execute(async (trx) => {
		const link = await useSetupLink(trx, token);
		if (link?.purpose !== 'first') return undefined;
		await keepCity(trx, isDemonstration ? demonstrationCity : form);
		await writeSettings(trx, { demonstration: isDemonstration });
		return addStaff(trx, { ...member, role: 'admin' }, password);
	});
	if (first && isDemonstration) {
		const now = new Date();
		await tellDemonstrationNeeds(city, first.id, now);
		await planDemonstrationSessions(city.db, now);
	}
	return first;
}

/**
 * Makes the account of somebody who was invited; or, where her e-mail has one, gives it the new password. Undefined
 * when the link is closed, `email-taken` when a link without an e-mail was used for somebody else's.
 */
export async function joinStaff(
	db: Database,
	token: string,
	account: AccountForm & { lang: Language }
): Promise<StaffMember | 'email-taken' | undefined> {
	const { password, ...member } = account;
	return db.transaction().execute(async (trx) => {
		const link = await readSetupLink(trx, token);
		if (link?.purpose !== 'join') return undefined;
		if (link.email !== null && link.email !== member.email) return undefined;
		const there = await findStaff(trx, member.email);
		// the link stays open for another e-mail
		if (there && link.email === null) return 'email-taken';
		if (!(await useSetupLink(trx, token))) return undefined;
		if (!there)
			return addStaff(trx, { ...member, role: link.role, department: link.department }, password);
		await setPassword(trx, there.id, password, there.id);
		return there;
	});
}
