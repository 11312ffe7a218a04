/** Where a pilot stands on a day: still to come, being tried, or over. */
export type PilotStage = 'before' | 'now' | 'over';

/** The stage on this day (YYYY-MM-DD); first and last day count. What staff ended is over whatever the day. */
export function stageOf(
	{ from, until, ended }: { from: string; until: string; ended: boolean },
	day: string
): PilotStage {
	if (ended || day > until) return 'over';
	return day < from ? 'before' : 'now';
}
