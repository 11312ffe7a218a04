/** Words that may tell who or where a person is: looked for before they stand on a wall, and never a proof that there are none. */

/** Seven digits or more, with what people write between them; an e-mail address; a person behind an @; a web address. */
const phone = /(?:\p{Nd}[\s().\-/+]{0,3}){7,}/u;
const mail = /[^\s@]+@[^\s@]+\.[^\s@]{2,}|(?:^|\s)@[\p{L}\p{N}_]{3,}/u;
const web = /https?:\/\/|(?:^|[^a-z0-9])www\.[a-z0-9]/iu;

/** Is there something like a phone number or an address in it? */
export function looksPersonal(words: string): boolean {
	return phone.test(words) || mail.test(words) || web.test(words);
}
