const width = 30;

/** Shows how far the work is: a bar in a terminal, plain lines elsewhere. */
export function progressBar(total: number): { show(done: number): void; end(): void } {
	const bar = process.stdout.isTTY;
	return {
		show: (done) => {
			const filled = Math.round((width * done) / total);
			const drawn = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
			process.stdout.write(bar ? `\r${drawn} ${done} of ${total}` : `${done} of ${total}\n`);
		},
		end: () => {
			if (bar) process.stdout.write('\n');
		}
	};
}
