/** Principal components: the two directions in which rows of numbers differ most. */

export type Point = readonly [number, number];

/** The rows on their first two principal components. Nothing of it is left to chance: equal rows give equal points. */
export function project(rows: readonly (readonly number[])[]): Point[] {
	const width = rows[0]?.length ?? 0;
	const means = Array.from(
		{ length: width },
		(_, at) => sum(rows.map((row) => row[at] ?? 0)) / rows.length
	);
	const centred = rows.map((row) =>
		Float64Array.from(row, (value, at) => value - (means[at] ?? 0))
	);
	const { values, vectors } = eigen(covarianceOf(centred, width));
	const order = values
		.map((_, at) => at)
		.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
	const along = (row: Float64Array, at: number | undefined) => {
		const vector = at === undefined ? undefined : vectors[at];
		return vector ? row.reduce((total, value, i) => total + value * (vector[i] ?? 0), 0) : 0;
	};
	return centred.map((row) => [along(row, order[0]), along(row, order[1])]);
}

/** Row by row in plain loops: thousands of people and hundreds of statements take a moment, not a minute. */
function covarianceOf(centred: readonly Float64Array[], width: number): Float64Array[] {
	const all = Array.from({ length: width }, () => new Float64Array(width));
	for (const row of centred) {
		for (let i = 0; i < width; i++) {
			const own = all[i] as Float64Array;
			const value = row[i] as number;
			for (let j = i; j < width; j++) own[j] = (own[j] as number) + value * (row[j] as number);
		}
	}
	for (let i = 0; i < width; i++) {
		for (let j = i; j < width; j++) {
			const mean = (all[i]?.[j] ?? 0) / centred.length;
			(all[i] as Float64Array)[j] = (all[j] as Float64Array)[i] = mean;
		}
	}
	return all;
}

/**
 * Eigenvalues and eigenvectors (each in a row) of a symmetric matrix, by Jacobi's rotations, row by row (Golub and Van
 * Loan, Matrix Computations, 8.5).
 */
function eigen(a: Float64Array[]): { values: number[]; vectors: Float64Array[] } {
	const n = a.length;
	const vectors = a.map((_, i) => Float64Array.from(a, (_, j) => (i === j ? 1 : 0)));
	const at = (i: number, j: number) => a[i]?.[j] ?? 0;
	for (let sweep = 0; sweep < 60; sweep++) {
		let rest = 0;
		for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rest += at(p, q) ** 2;
		if (rest < 1e-24) break;
		for (let p = 0; p < n; p++) {
			for (let q = p + 1; q < n; q++) {
				if (at(p, q) === 0) continue;
				const tau = (at(q, q) - at(p, p)) / (2 * at(p, q));
				const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
				const c = 1 / Math.sqrt(1 + t * t);
				for (const row of a) turn(row, p, q, c, t * c);
				for (const rows of [a, vectors]) turnRows(rows[p], rows[q], c, t * c);
			}
		}
	}
	return { values: a.map((_, i) => at(i, i)), vectors };
}

function turn(row: Float64Array, p: number, q: number, c: number, s: number): void {
	const x = row[p] as number;
	const y = row[q] as number;
	row[p] = c * x - s * y;
	row[q] = s * x + c * y;
}

function turnRows(
	first: Float64Array | undefined,
	second: Float64Array | undefined,
	c: number,
	s: number
): void {
	if (!first || !second) return;
	for (let k = 0; k < first.length; k++) {
		const x = first[k] as number;
		const y = second[k] as number;
		first[k] = c * x - s * y;
		second[k] = s * x + c * y;
	}
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
