import type { StaffMember } from '$lib/server/staff.ts';
import type { Language } from '$lib/domain/language.ts';

declare global {
	namespace App {
		interface Locals {
			/** The signed-in member of the staff; only pages under /staff ask. */
			staff?: StaffMember;
			/** Who is in by her password alone where the city asks for more: she may only set up a second factor. */
			lacking?: StaffMember;
			/** The language of a page whose path names none: staff pages and the first screen. */
			lang?: Language;
			/** What a public page says of itself in its head: public-head.ts. */
			head?: string;
		}
	}
	interface Window {
		/** Set when the page's own script has taken over; see app.html. */
		plazaReady?: boolean;
		plazaEarlyTap?: HTMLElement;
	}
}

export {};
