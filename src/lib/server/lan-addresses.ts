import { networkInterfaces } from 'node:os';
import type { Environment } from './environment.ts';

/** What phones in the same network can type, as the network is now; nothing where people have an address to type already. */
export function lanAddresses({
	host,
	port,
	origin
}: Pick<Environment, 'host' | 'origin'> & { port: number | string }): string[] {
	if (origin || !['0.0.0.0', '::'].includes(host)) return [];
	return Object.values(networkInterfaces())
		.flatMap((addresses) => addresses ?? [])
		.filter(({ family, internal }) => family === 'IPv4' && !internal)
		.map(({ address }) => `http://${address}:${port}`);
}
