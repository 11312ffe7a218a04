/** The tables of the staff's accounts, sign-ins and second factors. */
import type { ColumnType, Generated } from 'kysely';

export type AccountTables = {
	staff: {
		id: string;
		name: string;
		email: string;
		email_verified: boolean;
		image: Generated<string | null>;
		role: Generated<string>;
		lang: Generated<string>;
		/** Of a member whose role is `department`. */
		department: Generated<string | null>;
		signed_in_at: Generated<Date | null>;
		/** Encrypted; see second-factor.ts. */
		totp_secret: Generated<string | null>;
		totp_since: Generated<Date | null>;
		/** The counter of the last code that opened. bigint comes as text. */
		totp_used: Generated<string>;
		created_at: Date;
		updated_at: Date;
	};
	staff_sign_ins: {
		id: string;
		token: string;
		staff_id: string;
		expires_at: Date;
		ip_address: string | null;
		user_agent: string | null;
		/** The password was right; the second factor is still missing. */
		half: Generated<boolean>;
		/** A browser and a system, in a word each. */
		device: Generated<string | null>;
		created_at: Date;
		updated_at: Date;
	};
	staff_accounts: {
		id: string;
		account_id: string;
		provider_id: string;
		staff_id: string;
		password: string | null;
		created_at: Date;
		updated_at: Date;
	};
	staff_recovery_codes: {
		staff_id: string;
		code_hash: string;
		used_at: Generated<Date | null>;
	};
	staff_passkeys: {
		/** As its device calls it, base64url. */
		id: string;
		staff_id: string;
		name: string;
		/** COSE, base64url. */
		public_key: string;
		/** bigint comes as text. */
		counter: ColumnType<string, number, number>;
		transports: ColumnType<string[], string, string>;
		made_at: Date;
		used_at: Generated<Date | null>;
	};
	used_challenges: { challenge: string; expires_at: Date };
	setup_links: {
		token_hash: string;
		purpose: 'first' | 'join';
		email: string | null;
		role: string;
		department: Generated<string | null>;
		made_at: Date;
		expires_at: Date;
		used_at: Generated<Date | null>;
	};
};
