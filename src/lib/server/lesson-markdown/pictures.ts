/** Drawings: small, flat, in the colours of the tokens, and nothing in them that could run or be read. */
import type { Mistake } from './mistake.ts';

const mostBytes = 1536;
const mostColours = 5;
const elements = ['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'];
const attributes = new Set(
	(
		'xmlns viewBox fill fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray ' +
		'transform d points x y width height rx ry r cx cy x1 y1 x2 y2'
	).split(' ')
);
const colour =
	/^(none|var\(--(ground|surface|sun|ink|ink-2|line|primary|primary-soft|saffron|on-saffron|brick|brick-soft|answer-fg|answer-bg|c[1-6])\))$/;
/** Skin has no token: these are the tones of the people in the drawings. */
const skins = ['#f1c27d', '#c68642', '#8d5524', '#5c3a21'];

/** What has to be mended in a drawing; nothing when all is well. */
export function pictureMistakes(svg: string, file: string): Mistake[] {
	const mistakes: Mistake[] = [];
	const add = (offset: number, sentence: string) =>
		mistakes.push({ file, line: svg.slice(0, offset).split('\n').length, sentence });
	const bytes = new TextEncoder().encode(svg).length;
	if (bytes > mostBytes) add(0, `${bytes} bytes: a drawing has at most ${mostBytes}`);
	if (!/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 160 120">/.test(svg)) {
		add(0, 'begin with <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120">');
	}
	const open: string[] = [];
	const colours = new Set<string>();
	let end = 0;
	for (const tag of svg.matchAll(/<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<>]*")*)\s*(\/?)>/g)) {
		const [all, closing, name = '', written = '', alone] = tag;
		if (svg.slice(end, tag.index).trim() !== '') add(end, 'nothing may stand between the shapes');
		end = tag.index + all.length;
		if (!elements.includes(name)) add(tag.index, `<${name}> is not allowed in a drawing`);
		if (closing) {
			if (open.pop() !== name) add(tag.index, `</${name}> closes nothing`);
		} else if (!alone) open.push(name);
		for (const [, attribute = '', value = ''] of written.matchAll(/([\w:-]+)="([^"]*)"/g)) {
			if (!attributes.has(attribute)) add(tag.index, `${attribute} is not allowed in a drawing`);
			if (attribute !== 'fill' && attribute !== 'stroke') continue;
			if (!colour.test(value) && !skins.includes(value)) {
				add(tag.index, `"${value}" is no colour of the tokens and no skin tone`);
			} else if (value.startsWith('var')) colours.add(value);
		}
	}
	if (svg.slice(end).trim() !== '') add(end, 'this cannot be read as a shape');
	if (open.length > 0) add(end, `<${String(open.at(-1))}> is not closed`);
	if (colours.size > mostColours) add(0, `${colours.size} colours: at most ${mostColours}`);
	return mistakes;
}
