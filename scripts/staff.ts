// `npm run staff`: who may sign in. Adds by a one-time link or a password, lists, removes.
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { Database } from '../src/lib/server/database.ts';
import { readEnvironment } from '../src/lib/server/environment.ts';
import { setFactorDuty } from '../src/lib/server/factor-duty.ts';
import {
	InstallationProblem,
	isInstallationProblem
} from '../src/lib/server/installation-problem.ts';
import { longestPassword, passwordProblem, shortestPassword } from '../src/lib/server/password.ts';
import { forgetSecondFactor } from '../src/lib/server/people.ts';
import { openSetupLink } from '../src/lib/server/setup-links.ts';
import {
	addStaff,
	findStaff,
	listStaff,
	removeStaff,
	setPassword,
	setRole
} from '../src/lib/server/staff.ts';
import { roleOf, roles, type Role } from '../src/lib/domain/rights.ts';
import { withDatabase } from '../src/lib/server/with-database.ts';

const usage = `npm run staff -- add <email> [--role ${roles.join('|')}] [--name <name>] [--password-stdin]
    invites somebody: prints a link that works once, for 3 days. With --password-stdin the account is made at once,
    with the password on standard input. For an account that is there: a new password, and the role if one is given.
npm run staff -- list
npm run staff -- remove <email>
npm run staff -- forget-second-factor <email>
    for who has lost hers and her recovery codes: the password alone opens again. It stands in the log of activity.
    Where the city asks a second factor of everybody, it opens only the page where a new one is set up.
npm run staff -- unrequire-second-factor
    leaves the second factor to each member again. It stands in the log of activity.`;

const { values: options, positionals } = readArguments();
const [command, email = ''] = positionals;

try {
	const read = readEnvironment(process.env);
	if ('problems' in read) throw new InstallationProblem(read.problems.join(' '));
	const { environment } = read;
	const password = options['password-stdin'] ? await readPassword() : undefined;
	const origin = environment.origin ?? `http://localhost:${environment.port}`;
	if (command === 'add') {
		const given = checkedEmail();
		await withDatabase(environment, (db) => add(db, given, password, origin));
	} else if (command === 'list' && positionals.length === 1) {
		await withDatabase(environment, list);
	} else if (command === 'remove') {
		const given = checkedEmail();
		await withDatabase(environment, (db) => remove(db, given));
	} else if (command === 'forget-second-factor') {
		const given = checkedEmail();
		await withDatabase(environment, (db) => forget(db, given));
	} else if (command === 'unrequire-second-factor' && positionals.length === 1) {
		await withDatabase(environment, unrequire);
	} else {
		fail(usage);
	}
} catch (error) {
	if (!isInstallationProblem(error)) throw error;
	fail(`Plaza: ${error.message}`);
}

async function add(
	db: Database,
	email: string,
	password: string | undefined,
	origin: string
): Promise<void> {
	const role = checkedRole();
	const there = await findStaff(db, email);
	if (there && role && role !== there.role) {
		if (!(await setRole(db, there.id, role))) {
			throw new InstallationProblem(`${email} is the last admin and stays one.`);
		}
		console.log(`${email} is ${role} now.`);
	}
	if (password === undefined) {
		const link = { purpose: 'join', role: role ?? there?.role ?? 'coordinator', email } as const;
		const token = await openSetupLink(db, link);
		console.log(`For ${email} (works once, for 3 days): ${origin}/staff/setup/${token}`);
	} else if (there) {
		await db.transaction().execute((trx) => setPassword(trx, there.id, password));
		console.log(`${email} has the new password.`);
	} else {
		const name = options.name?.trim() || email;
		const member = { name, email, role: role ?? 'coordinator', lang: 'en' } as const;
		await db.transaction().execute((trx) => addStaff(trx, member, password));
		console.log(`${email} can sign in now.`);
	}
}

async function list(db: Database): Promise<void> {
	const everybody = await listStaff(db);
	for (const { email, role, name } of everybody) console.log(`${email}\t${role}\t${name}`);
	if (everybody.length === 0) console.log('Nobody can sign in yet.');
}

async function remove(db: Database, email: string): Promise<void> {
	const result = await removeStaff(db, email);
	if (result === 'removed') return console.log(`${email} is removed and signed out.`);
	throw new InstallationProblem(
		result === 'unknown'
			? `there is no account with ${email}.`
			: `${email} is the last admin; add another admin first.`
	);
}

async function forget(db: Database, email: string): Promise<void> {
	const member = await findStaff(db, email);
	if (!member) throw new InstallationProblem(`there is no account with ${email}.`);
	await forgetSecondFactor(db, member.id, null);
	console.log(`${email} signs in with the password alone now, and is signed out.`);
}

async function unrequire(db: Database): Promise<void> {
	await setFactorDuty(db, null, false);
	console.log('A second factor is each member’s own choice now.');
}

function readArguments() {
	try {
		return parseArgs({
			allowPositionals: true,
			options: {
				role: { type: 'string' },
				name: { type: 'string' },
				'password-stdin': { type: 'boolean' }
			}
		});
	} catch (error) {
		return fail(`Plaza: ${(error as Error).message}\n${usage}`);
	}
}

function checkedEmail(): string {
	if (positionals.length === 2 && v.is(v.pipe(v.string(), v.email()), email)) {
		return email.toLowerCase();
	}
	return fail(`Plaza: an e-mail address is missing.\n${usage}`);
}

function checkedRole(): Role | undefined {
	if (options.role === undefined) return undefined;
	return roleOf(options.role) ?? fail(`Plaza: --role is one of ${roles.join(', ')}.`);
}

/** The first line of standard input. */
async function readPassword(): Promise<string> {
	const [password = ''] = (await text(process.stdin)).split(/\r?\n/);
	if (!passwordProblem(password)) return password;
	return fail(`Plaza: the password needs ${shortestPassword} to ${longestPassword} characters.`);
}

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}
