/** How the rows of who is heard are called. */
import type { HeardPart } from '../../../domain/heard.ts';
import type { useStaffWords } from '../../../i18n/context.ts';
import { ownName } from '../formats.ts';

type Translate = ReturnType<typeof useStaffWords>;

/** The name of a row: the city's own, a language's own, else in the reader's words. */
export function nameOfRow(
	t: Translate,
	part: HeardPart,
	{ key, name }: { key: string; name: string | null }
): string {
	if (name !== null) return name;
	if (part === 'lang') return ownName(key);
	if (part === 'topic') return t(`topics.${key as 'other'}`);
	if (part === 'state') return t(`states.${key as 'read'}`);
	if (part === 'age') return key;
	if (part === 'gender') return t(`heard.genders.${key as 'other'}`);
	return t(`heard.channels.${key as 'phone'}`);
}
