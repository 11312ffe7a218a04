/** The PostgreSQL of all journeys of a run: Playwright starts it before the first, and its workers find it here. */
import { openOnePostgres } from '../integration/one-postgres.ts';

const names = { url: 'PLAZA_JOURNEYS_POSTGRES', template: 'PLAZA_JOURNEYS_TEMPLATE' };

export default async function setup(): Promise<() => Promise<void>> {
	const { url, template, stop } = await openOnePostgres();
	process.env[names.url] = url;
	process.env[names.template] = template;
	return stop;
}

/** Its address and the database to copy; no address where a city is to start its own. One that is given to the run is all cities'. */
export function sharedPostgres(own = false): { url: string | undefined; template: string } {
	const given = process.env['DATABASE_URL'];
	const url = (!own && process.env[names.url]) || given;
	return { url, template: process.env[names.template] ?? 'template1' };
}
