/** Builds small mistakes into a source, each behind a switch: what a test that keeps its promise must notice. */
import ts from 'typescript';

/** A source with all its mistakes; each is made while `isMade` (reached.ts) says so of its file and number. */
export interface Mutants {
	/** What each one is: its file and its change. */
	names: string[];
	code: string;
}

/** What a node reads as with a mistake in it; `isStatement`: it stands alone. */
type Mistake = { text: string; name: string; isStatement?: true };

const swapped: Partial<Record<ts.SyntaxKind, string>> = {
	[ts.SyntaxKind.AmpersandAmpersandToken]: '||',
	[ts.SyntaxKind.BarBarToken]: '&&',
	[ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
	[ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
	[ts.SyntaxKind.LessThanToken]: '<=',
	[ts.SyntaxKind.LessThanEqualsToken]: '<',
	[ts.SyntaxKind.GreaterThanToken]: '>=',
	[ts.SyntaxKind.GreaterThanEqualsToken]: '>',
	[ts.SyntaxKind.PlusToken]: '-',
	[ts.SyntaxKind.MinusToken]: '+'
};

/** Steps of a chain that are left out: conditions of a query, and what narrows a list. */
const narrowing = ['where', 'onConflict', 'filter', 'forUpdate', 'slice'];

/** Builds all mistakes into a source. */
export function mutantsOf(file: string, source: string): Mutants {
	const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
	const names: string[] = [];
	const short = (text: string) => text.replace(/\s+/g, ' ').slice(0, 90).trimEnd();

	/** The text of a node with every mistake that is in it. */
	const built = (node: ts.Node): string => {
		let text = '';
		let at = node.getStart(tree);
		node.forEachChild((child) => {
			const start = child.getStart(tree);
			text += source.slice(at, start) + built(child);
			at = child.getEnd();
		});
		text += source.slice(at, node.getEnd());
		for (const mistake of mistakesOf(node, source)) {
			const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
			const was = short(source.slice(node.getStart(tree), node.getEnd()));
			const isMade = `globalThis.isMade?.('${file} ${names.length}')`;
			names.push(`${file}:${line + 1} ${was} -> ${short(mistake.name)}`);
			text = mistake.isStatement
				? `if (${isMade}) { ${mistake.text} } else { ${text} }`
				: `(${isMade} ? (${mistake.text}) : (${text}))`;
		}
		return text;
	};
	const body = tree.statements.map((statement) => built(statement));
	return { names, code: body.join('\n') };
}

function mistakesOf(node: ts.Node, source: string): Mistake[] {
	const textOf = (part: ts.Node) => source.slice(part.getStart(), part.getEnd());
	const same = (text: string): Mistake[] => [{ text, name: text }];
	const { parent } = node;
	const isCondition =
		((ts.isIfStatement(parent) || ts.isWhileStatement(parent)) && parent.expression === node) ||
		(ts.isConditionalExpression(parent) && parent.condition === node);
	const negated = isCondition ? same(`!(${textOf(node)})`) : [];
	if (ts.isBinaryExpression(node)) {
		const other = swapped[node.operatorToken.kind];
		if (!other) return negated;
		return [...negated, ...same(`(${textOf(node.left)}) ${other} (${textOf(node.right)})`)];
	}
	if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
		return isCondition ? negated : same(textOf(node.operand));
	}
	if (isValue(node)) {
		if (node.kind === ts.SyntaxKind.TrueKeyword) return same('false');
		if (node.kind === ts.SyntaxKind.FalseKeyword) return same('true');
	}
	if (ts.isExpressionStatement(node)) {
		const isAwaited = ts.isAwaitExpression(node.expression);
		const gone: Mistake = { text: ';', name: 'nothing', isStatement: true };
		const text = `void ${textOf(node.expression).slice(6)};`;
		return isAwaited ? [gone, { text, name: 'not awaited', isStatement: true }] : [gone];
	}
	if (ts.isSpreadAssignment(parent) && !ts.isIdentifier(node)) {
		return [{ text: '{}', name: 'left out' }];
	}
	if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
		const { name, expression } = node.expression;
		const left = `without ${name.text}${source.slice(name.getEnd(), node.getEnd())}`;
		const without = [{ text: textOf(expression), name: left }];
		return narrowing.includes(name.text) ? [...negated, ...without] : negated;
	}
	return negated;
}

/** Is it a value, not a type? */
function isValue({ parent }: ts.Node): boolean {
	return !ts.isLiteralTypeNode(parent);
}
