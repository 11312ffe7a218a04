// A Plaza that is killed: starts PostgreSQL, commits one row, and ends as kill -9 ends it.
import pg from 'pg';
import { startPostgres } from '../../src/lib/server/postgres.ts';

const { url } = await startPostgres(process.argv[2] ?? '');
const client = new pg.Client(url);
await client.connect();
await client.query('create table kept (word text); insert into kept values ($$from before$$)');
process.kill(process.pid, 'SIGKILL');
