/** Does something as soon as what has changed stands on the screen; at once where nobody sees it. */
export function afterPaint(next: () => void): void {
	if (document.hidden) next();
	else requestAnimationFrame(() => setTimeout(next));
}
