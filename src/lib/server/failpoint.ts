/** Places at which a test lets this server die, as a power cut would: PLAZA_FAILPOINT names one (tests/faults). */
export const failpoints = [
	'request-read',
	'before-store',
	'after-insert',
	'before-commit',
	'after-commit',
	'before-answer',
	'search-written',
	'piece-written',
	'media-verified',
	'media-decoding',
	'media-kept',
	'media-settled',
	'hub-forwarded',
	'hub-answered'
] as const;

export type Failpoint = (typeof failpoints)[number];

/** Kills this process where the environment names this place; else does nothing. */
export function failpoint(place: Failpoint): void {
	if (process.env['PLAZA_FAILPOINT'] === place) process.kill(process.pid, 'SIGKILL');
}
