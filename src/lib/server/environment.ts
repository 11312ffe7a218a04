// Every environment variable of Plaza: its name, meaning, default and check, in one place.
import * as v from 'valibot';
import { readEnrolment } from '../domain/enrolment.ts';

const port = v.pipe(
	v.string(),
	v.regex(/^\d{1,5}$/, 'must be a port number from 1 to 65535'),
	v.transform(Number),
	v.minValue(1, 'must be a port number from 1 to 65535'),
	v.maxValue(65_535, 'must be a port number from 1 to 65535')
);

const databaseUrl = v.pipe(
	v.string(),
	v.check(
		(url) => /^postgres(ql)?:$/.test(protocolOf(url)),
		'must look like postgres://account:password@server/database'
	)
);

const origin = v.pipe(
	v.string(),
	v.check(isOrigin, 'must be an address without a path, such as https://plaza.example.org'),
	v.transform((address) => new URL(address).origin)
);

const yesOrNo = v.pipe(
	v.picklist(['true', 'false', '1', '0'], 'must be true or false'),
	v.transform((word) => word === 'true' || word === '1')
);

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

interface Variable<Schema extends v.GenericSchema<string, unknown>> {
	schema: Schema;
	/** used where the variable is unset or empty; undefined means that there is none */
	default: string | undefined;
	/** one or two sentences for the installer's page */
	meaning: string;
}

const variables = {
	PLAZA_DATA: variable({
		schema: v.string(),
		default: './data',
		meaning: 'The folder with the database, the keys and all that a backup holds.'
	}),
	PORT: variable({ schema: port, default: '3000', meaning: 'The port that Plaza listens on.' }),
	HOST: variable({
		schema: v.string(),
		default: '0.0.0.0',
		meaning:
			'The network address that Plaza listens on. The default lets phones in the same network in; behind a proxy on the same machine use 127.0.0.1.'
	}),
	ORIGIN: variable({
		schema: origin,
		default: undefined,
		meaning:
			'The address that people type, such as https://plaza.example.org. Needed where a proxy is in front of Plaza.'
	}),
	TRUST_PROXY: variable({
		schema: yesOrNo,
		default: 'false',
		meaning:
			'true if a proxy in front of Plaza sets X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host. Otherwise what requests claim there is ignored.'
	}),
	DATABASE_URL: variable({
		schema: databaseUrl,
		default: undefined,
		meaning:
			'A PostgreSQL server (14 or newer) to use, such as postgres://plaza:secret@db.example.org/plaza. Unset, Plaza starts its own in the data folder.'
	}),
	PLAZA_UPSTREAM: variable({
		schema: origin,
		default: undefined,
		meaning:
			'The address of the city, such as https://plaza.example.org. Set, this Plaza is a hub: it holds what is told in a lab, sealed, until the city has it.'
	}),
	PLAZA_ENROLMENT: variable({
		schema: v.pipe(
			v.string(),
			v.check(
				(text) => readEnrolment(text) !== undefined,
				'must be a whole enrolment, from plaza-hub- to its end'
			)
		),
		default: undefined,
		meaning:
			'The enrolment that the city printed for this hub. Needed at the first start; then it is kept in the data folder.'
	}),
	LOG_LEVEL: variable({
		schema: v.picklist(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`),
		default: 'info',
		meaning: `How much Plaza logs: one of ${LOG_LEVELS.join(', ')}.`
	}),
	PLAZA_BACKUP_PASSPHRASE: variable({
		schema: v.pipe(v.string(), v.minLength(12, 'must have at least 12 characters')),
		default: undefined,
		meaning:
			'The passphrase of backups (at least 12 characters). Unset, a backup makes a strong one and prints it once.'
	})
};

type Name = keyof typeof variables;
type Value<N extends Name> =
	| v.InferOutput<(typeof variables)[N]['schema']>
	| ((typeof variables)[N]['default'] extends string ? never : undefined);

/** The settings of one process, checked and with their defaults. */
export interface Environment {
	/** as given; openDataFolder makes it absolute */
	dataFolder: string;
	port: number;
	host: string;
	origin: string | undefined;
	trustProxy: boolean;
	databaseUrl: string | undefined;
	upstream: string | undefined;
	enrolment: string | undefined;
	logLevel: (typeof LOG_LEVELS)[number];
	backupPassphrase: string | undefined;
}

/** For the installer's page and the test that compares it. */
export const environmentVariables: readonly {
	name: string;
	meaning: string;
	default: string | undefined;
}[] = Object.entries(variables).map(([name, { meaning, default: unset }]) => ({
	name,
	meaning,
	default: unset
}));

/**
 * Reads the settings. An empty variable counts as unset. Gives all problems at once, each a sentence that names
 * the variable and never repeats a secret.
 */
export function readEnvironment(
	env: Readonly<Record<string, string | undefined>>
): { environment: Environment } | { problems: string[] } {
	const problems: string[] = [];
	const read = <N extends Name>(name: N): Value<N> => {
		const given = env[name] || variables[name].default;
		if (given === undefined) return undefined as Value<N>;
		const result = v.safeParse(variables[name].schema, given);
		if (!result.success) problems.push(`${name} ${result.issues[0].message}.`);
		return result.output as Value<N>;
	};
	const environment: Environment = {
		dataFolder: read('PLAZA_DATA'),
		port: read('PORT'),
		host: read('HOST'),
		origin: read('ORIGIN'),
		trustProxy: read('TRUST_PROXY'),
		databaseUrl: read('DATABASE_URL'),
		upstream: read('PLAZA_UPSTREAM'),
		enrolment: read('PLAZA_ENROLMENT'),
		logLevel: read('LOG_LEVEL'),
		backupPassphrase: read('PLAZA_BACKUP_PASSPHRASE')
	};
	return problems.length > 0 ? { problems } : { environment };
}

function variable<
	Schema extends v.GenericSchema<string, unknown>,
	Unset extends string | undefined
>(declared: Variable<Schema> & { default: Unset }) {
	return declared;
}

function protocolOf(url: string): string {
	return URL.parse(url)?.protocol ?? '';
}

function isOrigin(text: string): boolean {
	const url = URL.parse(text);
	return url !== null && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '');
}
