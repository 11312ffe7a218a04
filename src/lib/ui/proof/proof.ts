/** What stands on a proof, in words as they are read; `witness` says whether somebody watched. */
export interface Proof {
	title: string;
	name: string;
	lessons: string[];
	witness: string;
	city: string;
	date: string;
	address: string;
	/** Its number, to read aloud to a person of the city. */
	number: string;
}
