/** What the city said of a need, as the staff's pages show it. */
export interface SaidMessage {
	id: string;
	saidAt: Date;
	lang: string;
	words: string;
	/** The name of who wrote it; null for a member who has left. */
	by: string | null;
	/** Can it be heard too? */
	spoken: boolean;
}
