/** The voice of what the city says to everybody. Without the schema of it, because pages of phones load this file. */

/** A recording in which a public reply is spoken: its bytes are fetched by their hash, and never unasked. */
export interface PublicVoice {
	sha256: string;
	size: number;
	type: string;
}

/** Where the bytes of such a recording are given. */
export const addressOfVoice = ({ sha256 }: Pick<PublicVoice, 'sha256'>) =>
	`/public-voices/${sha256}`;
