import { fail } from '@sveltejs/kit';
import { largestCarryFile } from '$lib/domain/carry-file.ts';
import { isRefused } from '$lib/domain/carry-reader.ts';
import { resultsText } from '$lib/domain/carry-results.ts';
import { codeOf } from '$lib/domain/problem.ts';
import { city } from '$lib/server/city.ts';
import { doorOf, importCarried } from '$lib/server/import-carried.ts';
import { logger } from '$lib/server/log.ts';
import { fileIn } from '$lib/server/posted-file.ts';

/** Bytes of a form with the largest file, and what stands around it. */
const largestForm = largestCarryFile + 64 * 1024;
/** Results in one file to download: a link cannot hold more than two million characters. */
const resultsInOneFile = 2000;

export const actions = {
	/** A carry file that somebody brought to this computer; nothing is kept on it. */
	bring: async ({ request }) => {
		if (Number(request.headers.get('content-length')) > largestForm) {
			return fail(413, { problem: 'too-large' as const });
		}
		const read = fileIn(request);
		if (!read) return fail(400, { problem: 'not-carry' as const });
		try {
			const { results, problem } = await importCarried(doorOf(city()), read);
			if (isRefused(problem)) return fail(422, { problem });
			const files: string[] = [];
			for (let from = 0; from < results.length; from += resultsInOneFile) {
				const text = resultsText(results.slice(from, from + resultsInOneFile), problem);
				files.push(Buffer.from(text).toString('base64'));
			}
			const told = results.map(({ id, result, problem }) => ({
				id,
				result,
				problem: problem && codeOf(problem)
			}));
			return { results: told, problem, files };
		} catch (error) {
			const { code, stack } = error as { code?: unknown; stack?: unknown };
			logger.error({ code, stack }, 'no carry file can be received now');
			return fail(503, { problem: 'unavailable' as const });
		}
	}
};
