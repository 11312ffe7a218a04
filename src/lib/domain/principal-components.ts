/** Principal components: the two directions in which rows of numbers differ most. */

export type Point = readonly [number, number];

/** The rows on their first two principal components. Nothing of it is left to chance: equal rows give equal points. */
export function project(rows: readonly (readonly number[])[]): Point[] {
	const width = rows[0]?.length ?? 0;
	const means = Array.from(
		{ length: width },
		(_, at) => sum(rows.map((row) => row[at] ?? 0)) / rows.length
	);
	const centred = rows.map((row) => row.map((value, at) => value - (means[at] ?? 0)));
	const covariance = means.map((_, i) =>
		means.map((_, j) => sum(centred.map((row) => (row[i] ?? 0) * (row[j] ?? 0))) / rows.length)
	);
	const { values, vectors } = eigen(covariance);
	const order = values
		.map((_, at) => at)
		.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
	const along = (row: number[], at: number | undefined) =>
		at === undefined ? 0 : sum(row.map((value, i) => value * (vectors[i]?.[at] ?? 0)));
	return centred.map((row) => [along(row, order[0]), along(row, order[1])]);
}

/**
 * Eigenvalues and eigenvectors (in columns) of a symmetric matrix, by Jacobi's rotations, row by row (Golub and Van Loan,
 * Matrix Computations, 8.5).
 */
function eigen(matrix: number[][]): { values: number[]; vectors: number[][] } {
	const a = matrix.map((row) => [...row]);
	const n = a.length;
	const vectors = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
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
				for (const row of [...a, ...vectors]) turn(row, p, q, c, t * c);
				const [first, second] = [a[p] ?? [], a[q] ?? []];
				for (let k = 0; k < n; k++) {
					const [x, y] = [first[k] ?? 0, second[k] ?? 0];
					first[k] = c * x - t * c * y;
					second[k] = t * c * x + c * y;
				}
			}
		}
	}
	return { values: a.map((_, i) => at(i, i)), vectors };
}

function turn(row: number[], p: number, q: number, c: number, s: number): void {
	const [x, y] = [row[p] ?? 0, row[q] ?? 0];
	row[p] = c * x - s * y;
	row[q] = s * x + c * y;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
