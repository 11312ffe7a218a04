/** A browser in two words, so that somebody knows her own sign-ins again. */

const browsers: [RegExp, string][] = [
	[/\bEdgA?\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\b(Firefox|FxiOS)\//, 'Firefox'],
	[/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
	[/\bSafari\//, 'Safari']
];

const systems: [RegExp, string][] = [
	[/\bAndroid\b/, 'Android'],
	[/\b(iPhone|iPad|iPod)\b/, 'iOS'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b/, 'macOS'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bLinux\b/, 'Linux']
];

/** Browser and system by their own names, without versions: `Firefox · Windows`. Null where neither is known. */
export function deviceWords(userAgent: string | null): string | null {
	const named = [browsers, systems].flatMap(
		(known) => known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? []
	);
	return named.length > 0 ? named.join(' · ') : null;
}
