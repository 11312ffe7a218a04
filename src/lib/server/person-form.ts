/** The forms with which an admin invites somebody to the staff, and changes her role. */
import * as v from 'valibot';
import { roles } from '../domain/rights.ts';
import { readForm, textOf, type FormProblems } from './form-problems.ts';
import type { Department } from './people.ts';

const roleSchema = v.object({ role: v.picklist(roles, 'person-role'), department: v.string() });

const invitationSchema = v.object({
	...roleSchema.entries,
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email('email'), v.maxLength(200, 'email'))
});

/** Whom to invite, and as what. */
export function readInvitationForm(form: FormData, departments: Department[]) {
	const read = readForm(invitationSchema, typedPerson(form));
	return 'problems' in read ? read : withDepartment(read.values, departments);
}

/** The role that somebody gets, and her department. */
export function readRoleForm(form: FormData, departments: Department[]) {
	const read = readForm(roleSchema, typedPerson(form));
	return 'problems' in read ? read : withDepartment(read.values, departments);
}

/** What was typed and chosen, to be shown again. */
export function typedPerson(form: FormData) {
	return {
		email: textOf(form, 'email'),
		role: textOf(form, 'role'),
		department: textOf(form, 'department')
	};
}

/** Who works for a department has one that the city knows; who does not has none. */
function withDepartment<Values extends v.InferOutput<typeof roleSchema>>(
	values: Values,
	departments: Department[]
):
	| { values: Omit<Values, 'department'> & { department: string | null } }
	| { problems: FormProblems } {
	if (values.role !== 'department') return { values: { ...values, department: null } };
	if (departments.some(({ id }) => id === values.department)) return { values };
	return { problems: { department: { code: 'person-department' } } };
}
