/** A proof as a picture to share: drawn here, because a page cannot photograph itself. */
import { matrixOf, quietZone } from '../qr.ts';
import type { Proof } from './proof.ts';

const width = 1080;
const height = 1528;
const edge = 90;

/** What else stands in the picture. */
export type PictureWords = { heading: string; did: string; code: string; rtl: boolean };

/** The picture as PNG; undefined when this browser cannot draw it. */
export async function drawProof(proof: Proof, words: PictureWords): Promise<Blob | undefined> {
	const canvas = document.createElement('canvas');
	canvas.width = width;
	canvas.height = height;
	const pen = canvas.getContext('2d');
	if (!pen) return undefined;
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, width, height);
	pen.strokeStyle = '#0b4690';
	pen.lineWidth = 10;
	pen.strokeRect(30, 30, width - 60, height - 60);
	mosaic(pen);
	pen.textAlign = 'center';
	pen.direction = words.rtl ? 'rtl' : 'ltr';
	const font = getComputedStyle(document.body).fontFamily;
	let y = 150;
	const write = (text: string, size: number, weight: number, color: string) => {
		pen.font = `${weight} ${size}px ${font}`;
		pen.fillStyle = color;
		for (const line of linesOf(pen, text, width - 2 * edge)) {
			y += size * 1.3;
			pen.fillText(line, width / 2, y, width - 2 * edge);
		}
		y += size * 0.35;
	};
	write(words.heading, 38, 600, '#3c4a63');
	write(proof.title, 54, 700, '#12203a');
	write(proof.name, 60, 700, '#0b4690');
	write(words.did, 36, 400, '#12203a');
	write(proof.lessons.join(' · '), 34, 600, '#12203a');
	write(proof.witness, 36, 600, '#0b4a2e');
	write(proof.city, 34, 400, '#12203a');
	write(proof.date, 34, 400, '#12203a');
	write(proof.number, 34, 400, '#12203a');
	// as large as the words leave room
	const code = Math.max(280, Math.min(560, height - edge - 40 - y));
	drawCode(pen, proof.address, (width - code) / 2, height - edge - 40 - code, code);
	pen.font = `400 30px ${font}`;
	pen.fillStyle = '#3c4a63';
	pen.fillText(words.code, width / 2, height - 80, width - 2 * edge);
	return new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined), 'image/png'));
}

/** A row of tiles in the city's colours. */
function mosaic(pen: CanvasRenderingContext2D): void {
	const colors = ['#0b4690', '#ffc43d', '#0b6e6e', '#9a3412'];
	for (let at = 0; at < 12; at++) {
		const [x, y, side] = [edge + at * 75, 70, 68];
		pen.fillStyle = colors[at % colors.length] ?? '';
		pen.fillRect(x, y, side, side);
		pen.fillStyle = '#fff';
		pen.beginPath();
		pen.arc(x + side / 2, y + side / 2, side / 5, 0, 2 * Math.PI);
		pen.fill();
	}
}

function drawCode(
	pen: CanvasRenderingContext2D,
	text: string,
	left: number,
	top: number,
	side: number
): void {
	const { data, size } = matrixOf(text);
	// whole pixels: a reader sees no seams
	const dot = Math.floor(side / (size + 2 * quietZone));
	const from = Math.round((side - size * dot) / 2);
	pen.fillStyle = '#000';
	for (const [y, row] of data.entries()) {
		for (const [x, dark] of row.entries()) {
			if (dark) pen.fillRect(left + from + x * dot, top + from + y * dot, dot, dot);
		}
	}
}

function linesOf(pen: CanvasRenderingContext2D, text: string, most: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const longer = line ? `${line} ${word}` : word;
		if (line && pen.measureText(longer).width > most) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	return [...lines, line];
}
