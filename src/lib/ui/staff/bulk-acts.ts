/** What can be done to many needs at once, in the reader's words. */
import { bulkActs, rightFor } from '../../domain/bulk.ts';
import { me } from '../../domain/inbox-filter.ts';
import type { WorkNames } from '../../domain/inbox.ts';
import { mayDo, type Role } from '../../domain/rights.ts';
import type { StaffWords } from '../../i18n/translator.ts';

/** An act as the form has it, `label:in-work` say, in words. */
export function nameAct(t: StaffWords, act: string, names: WorkNames): string {
	const [kind, value = ''] = act.split(/:(.*)/s);
	if (kind === 'read' || kind === 'hide') return t(`triage.acts.${kind}`);
	const former = t('inbox.formerName');
	if (kind === 'label') {
		return t('triage.acts.label', { name: names.labels.get(value) ?? former });
	}
	if (kind === 'department') {
		return t('triage.acts.department', { name: names.departments.get(value) ?? former });
	}
	const name = value === me ? t('inbox.me') : (names.staff.get(value) ?? former);
	return t('triage.acts.assign', { name });
}

/** All acts that a member with this role may choose, as the form has them. */
export function actsFor(role: Role, self: string, names: WorkNames): string[] {
	const others = [...names.staff.keys()].filter((id) => id !== self);
	const values = {
		...{ read: [''], hide: [''] },
		label: [...names.labels.keys()].map((id) => `:${id}`),
		assign: [me, ...others].map((id) => `:${id}`),
		department: [...names.departments.keys()].map((id) => `:${id}`)
	};
	return bulkActs
		.filter((act) => mayDo(role, rightFor[act]))
		.flatMap((act) => values[act].map((value) => act + value));
}
