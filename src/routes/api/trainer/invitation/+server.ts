import { invitationRequestSchema } from '$lib/domain/trainer.ts';
import { city } from '$lib/server/city.ts';
import { readInvitation } from '$lib/server/trainer-devices.ts';
import { answerTrainer, onlyPost } from '$lib/server/trainer-door.ts';
import type { RequestHandler } from './$types';

/** Whom an invitation is for: docs/wire.md. */
export const POST: RequestHandler = (event) =>
	answerTrainer(
		event,
		'invitation',
		invitationRequestSchema,
		async (asked) => (await readInvitation(city().db, asked)) ?? { refused: 'invitation-closed' }
	);

export const fallback: RequestHandler = onlyPost;
