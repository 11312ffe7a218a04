/** How much waits for a member of the staff beside needs; 0 of what she may do nothing about. */
export interface Waiting {
	/** Ideas that nobody has read yet. */
	ideas: number;
	/** Decisions that are written and not told. */
	decisions: number;
	/** Challenges whose last day is over and about which nothing is decided. */
	undecided: number;
}
