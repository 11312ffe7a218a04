import { join } from '$lib/device/session/join.ts';
import { readTablet, takeOut } from '$lib/device/session/join-tablet.ts';
import { readCardCode } from '$lib/domain/member.ts';

/**
 * Takes the next person into the session of this tablet by her picture card; whoever was here leaves first. False where
 * the text is no such card, or the tablet stands in no session.
 * @param leaves lets the last person leave; false when that cannot be now
 */
export async function enterByCard(
	text: string,
	lang: string,
	leaves: () => Promise<boolean>
): Promise<boolean> {
	const member = readCardCode(text);
	const tablet = await readTablet();
	if (member === undefined || !tablet || tablet.isOver) return false;
	if (!(await leaves())) return true;
	await join(tablet.session, lang, Date.now(), member);
	location.replace(`/${lang}/session`);
	return true;
}

/** Where somebody goes who begins on this tablet: to the session in which it stands; one that is over is let go. */
export async function wayOn(lang: string): Promise<string> {
	const tablet = await readTablet();
	if (tablet && !tablet.isOver) return `/${lang}/session`;
	await takeOut();
	return `/${lang}`;
}
