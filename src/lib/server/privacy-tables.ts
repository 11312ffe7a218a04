/** Tables of what the city accounts for: exports, erasures, and what was erased. */
import type { Generated } from 'kysely';
import type { ExportFormat, ExportKind } from '../domain/export.ts';

export interface PrivacyTables {
	needs: {
		/** When the time was over for which the city keeps its words. */
		expired_at: Generated<Date | null>;
	};
	exports: {
		id: string;
		asked_at: Date;
		/** Who asked: an id of the staff. */
		staff: string;
		kind: ExportKind;
		format: ExportFormat;
		/** The inbox's filter, as query of an address. */
		filter: string;
		reason: string;
		/** When the file had gone out to its last line, and how many lines it had. bigint comes as text. */
		ended_at: Generated<Date | null>;
		lines: Generated<string | null>;
	};
	/** What one of the staff asks for and another decides. */
	erasures: {
		id: string;
		need: string;
		reason: string;
		asked_at: Date;
		/** An id of the staff. */
		asked_by: string;
		decided_at: Generated<Date | null>;
		decided_by: Generated<string | null>;
		outcome: Generated<'erased' | 'refused' | null>;
	};
	/** What came once and is gone. */
	erased: { id: string; sha256: string; erased_at: Date };
}
