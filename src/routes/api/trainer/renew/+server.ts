import { renewRequestSchema } from '$lib/domain/trainer.ts';
import { city } from '$lib/server/city.ts';
import { renewDevice } from '$lib/server/trainer-devices.ts';
import { answerTrainer, onlyPost } from '$lib/server/trainer-door.ts';
import type { RequestHandler } from './$types';

/** Thirty days more for a trainer's device: docs/wire.md. */
export const POST: RequestHandler = (event) =>
	answerTrainer(event, 'renew', renewRequestSchema, ({ secret }) => renewDevice(city().db, secret));

export const fallback: RequestHandler = onlyPost;
