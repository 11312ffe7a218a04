/** Words that few pages need: their files are listed apart, so that the first page does not bring the list. */
type Dictionary = { default: Record<string, unknown> };

export const lab = import.meta.glob<Dictionary>('./lab/*.json');
export const guide = import.meta.glob<Dictionary>('./guide/*.json');
export const trainer = import.meta.glob<Dictionary>('./trainer/*.json');
export const staff = import.meta.glob<Dictionary>('./staff/*.json');
