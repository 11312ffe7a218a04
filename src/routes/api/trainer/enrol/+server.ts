import { enrolRequestSchema } from '$lib/domain/trainer.ts';
import { city } from '$lib/server/city.ts';
import { enrolDevice } from '$lib/server/trainer-devices.ts';
import { answerTrainer, onlyPost } from '$lib/server/trainer-door.ts';
import type { RequestHandler } from './$types';

/** Lets a trainer's device in, by an invitation: docs/wire.md. */
export const POST: RequestHandler = (event) =>
	answerTrainer(
		event,
		'enrol',
		enrolRequestSchema,
		async (asked) => (await enrolDevice(city().db, asked)) ?? { refused: 'invitation-closed' }
	);

export const fallback: RequestHandler = onlyPost;
