/** The guide beside a module, for who leads it: what an author writes. What follows from the lessons is not in it. */
export interface ModuleGuide {
	/** What to have at hand. */
	prepare: string[];
	/** A question to begin with. */
	begin: string;
	/** What people find hard, and how to help without taking the phone out of their hands. */
	hard: { seen: string; help: string }[];
	/** A question to end with. */
	end: string;
}
