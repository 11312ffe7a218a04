/** The token of an invitation: out of the address at once, so that the history of this device does not keep it. */

const key = 'plaza-invitation';

/** The token in the text of a link; the city writes its own address before it, and a hub has another one. */
export function tokenIn(text: string): string | undefined {
	return /\/trainer\/join#([A-Za-z0-9_-]{43})$/.exec(text.trim())?.[1];
}

/** The token that this page was opened with; the tab remembers it until it is used. Empty when there is none. */
export function takeToken(): string {
	const [, token] = /^#([A-Za-z0-9_-]{43})$/.exec(location.hash) ?? [];
	if (token) {
		sessionStorage.setItem(key, token);
		history.replaceState(history.state, '', location.pathname);
	}
	return sessionStorage.getItem(key) ?? '';
}

/** It has let this device in, and is good for nothing more. */
export function tokenUsed(): void {
	sessionStorage.removeItem(key);
}
