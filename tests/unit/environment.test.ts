import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { environmentVariables, readEnvironment } from '../../src/lib/server/environment.ts';

it('works without a single variable set', () => {
	expect(readEnvironment({})).toEqual({
		environment: {
			dataFolder: './data',
			port: 3000,
			host: '0.0.0.0',
			origin: undefined,
			trustProxy: false,
			databaseUrl: undefined,
			upstream: undefined,
			enrolment: undefined,
			logLevel: 'info',
			backupPassphrase: undefined
		}
	});
});

it('counts an empty variable as unset', () => {
	const nothing = Object.fromEntries(environmentVariables.map(({ name }) => [name, '']));
	expect(readEnvironment(nothing)).toEqual(readEnvironment({}));
});

it('names the variable that is wrong, without repeating what may be a secret', () => {
	const wrong: [string, string[]][] = [
		['PORT', ['0', '65536', '-1', '3000a', '3.5', 'http', ' ']],
		['ORIGIN', ['plaza.example.org', 'https://plaza.example.org/path', 'ftp://plaza.example.org']],
		['TRUST_PROXY', ['maybe']],
		['DATABASE_URL', ['mysql://account:hush@server/plaza', 'hush']],
		['PLAZA_UPSTREAM', ['city.example', 'ftp://city.example']],
		['PLAZA_ENROLMENT', ['plaza-hub-hush', 'hush']],
		['LOG_LEVEL', ['loud']],
		['PLAZA_BACKUP_PASSPHRASE', ['hush']]
	];
	for (const [name, values] of wrong) {
		for (const value of values) {
			const read = readEnvironment({ [name]: value });
			expect(read, `${name}=${value}`).toEqual({
				problems: [expect.stringMatching(`^${name} must .*\\.$`)]
			});
			expect(JSON.stringify(read)).not.toContain('hush');
		}
	}
});

it('gives all problems at once', () => {
	const read = readEnvironment({ PORT: 'x', LOG_LEVEL: 'x' });
	expect(read).toEqual({
		problems: [expect.stringMatching('PORT'), expect.stringMatching('LOG_LEVEL')]
	});
});

it('takes an origin with and without its closing slash as the same', () => {
	for (const ORIGIN of ['https://plaza.example.org', 'https://plaza.example.org/']) {
		expect(readEnvironment({ ORIGIN })).toMatchObject({
			environment: { origin: 'https://plaza.example.org' }
		});
	}
});

it('is told to installers: the page lists every variable with its default and meaning', () => {
	const page = readFileSync(new URL('../../docs/running.md', import.meta.url), 'utf8').replace(
		/ +/g,
		' '
	);
	for (const { name, default: unset, meaning } of environmentVariables) {
		expect(page).toContain(`| \`${name}\` | ${unset ? `\`${unset}\` ` : ''}| ${meaning} |`);
	}
});
