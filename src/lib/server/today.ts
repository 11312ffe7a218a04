/** Today in the time zone of the process (TZ), as an ISO date. */
export function today(now = new Date()): string {
	const two = (number: number) => String(number).padStart(2, '0');
	return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
