import { pino } from 'pino';

/** The server's log: JSON lines without people's words, codes, secrets or addresses. */
export const logger = pino({
	level: process.env['LOG_LEVEL'] ?? 'info',
	base: null,
	redact: ['req', 'request', '*.words', '*.body', '*.watch', '*.withdraw', '*.password', '*.code']
});
