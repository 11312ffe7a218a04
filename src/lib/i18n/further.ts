/**
 * Words that few pages need, those of sessions at a lab, of trainers and their guides, and of staff: their files are listed
 * apart, so that the first page does not bring the list.
 */
export const further = import.meta.glob<{ default: Record<string, unknown> }>(
	'./{lab,trainer,guide,staff}/*.json'
);
