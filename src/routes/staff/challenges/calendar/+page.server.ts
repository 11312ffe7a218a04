import { inOrder, isRunning } from '$lib/domain/phase.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { readPhases, whatOf } from '$lib/server/phases.ts';
import { readSettings } from '$lib/server/settings.ts';
import { today } from '$lib/server/today.ts';

export const load = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const challenge = url.searchParams.get('challenge') ?? undefined;
	const { languages } = await readSettings(db);
	const day = today();
	const phases = inOrder(await readPhases(db, challenge), day).map((phase) => ({
		...{ kind: phase.kind, id: phase.id, challenge: phase.challenge },
		...{ from: phase.from, to: phase.to, isRunning: isRunning(phase, day) },
		...whatOf(phase, [lang, ...languages])
	}));
	return { challenge, phases };
};
