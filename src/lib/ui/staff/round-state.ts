/** How a round stands, as staff say it. */
import { isOpenOn } from '$lib/domain/challenge.ts';

type Round = { until: string | null; openedAt: Date | null; closedAt: Date | null };

/** Only written, open, past its last day, or ended by hand. */
export function roundState(round: Round, today: string): 'written' | 'open' | 'over' | 'closed' {
	if (!round.openedAt) return 'written';
	if (round.closedAt) return 'closed';
	return isOpenOn(round, today) ? 'open' : 'over';
}
