import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

/** Milliseconds for which what still comes is read and dropped. */
const LINGER = 2_000;

/**
 * Lets whoever is answered in the middle of what it sends read that answer. A line that is closed with bytes unread is
 * reset, and the answer is lost with it (RFC 9112, 9.6); so it is ended, and closed when the other side ends it too, or
 * after two seconds.
 */
export function lingerAfter(request: IncomingMessage): void {
	const { socket } = request;
	socket.destroySoon = () => {
		if (request.complete) {
			Socket.prototype.destroySoon.call(socket);
			return;
		}
		socket.end();
		const cut = setTimeout(() => socket.destroy(), LINGER);
		socket.once('close', () => clearTimeout(cut));
		socket.once('end', () => socket.destroy());
		request.removeAllListeners('data').resume();
	};
}
