/**
 * The address of a drawing. It names their content, so that a browser may keep the file for good: Chromium asks again
 * for a file of drawings, and reads it anew, each time that some of them come on the screen, unless it may keep it.
 * @param symbol such as `icon-send`
 * @param part whose file has it: `pictures`, or a module with a file of its own; without one it is an icon or a tile
 */
export function drawingAddress(symbol: string, part?: string): string {
	return `/drawings${part === undefined ? '' : `/${part}`}.svg?${import.meta.env.DRAWINGS}#${symbol}`;
}
