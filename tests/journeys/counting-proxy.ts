/** Stands between a browser and the city and notes what passes: the only place that sees page and worker alike. */
import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Passed = { method: string; path: string; status: number; bytes: number };

/** Starts a proxy for the city at `target`. `passed` grows while it runs. */
export async function countingProxy(target: string) {
	const passed: Passed[] = [];
	const { port: cityPort } = new URL(target);
	const server = createServer((asked, answer) => {
		const onward = forward(
			{
				host: '127.0.0.1',
				port: cityPort,
				method: asked.method,
				path: asked.url,
				headers: asked.headers
			},
			(response) => {
				let bytes = 0;
				answer.writeHead(response.statusCode ?? 502, response.headers);
				response.on('data', (piece: Buffer) => (bytes += piece.length));
				response.on('end', () =>
					passed.push({
						method: asked.method ?? '',
						path: asked.url ?? '',
						status: response.statusCode ?? 0,
						bytes
					})
				);
				response.pipe(answer);
			}
		);
		onward.on('error', () => answer.destroy());
		asked.pipe(onward);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		passed,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		}
	};
}
