import { announceRoom, notAllowed, readRoom, sayInRoom } from '$lib/server/room-door.ts';
import type { RequestHandler } from './$types';

/** A session's room as it is now: docs/wire.md. */
export const GET: RequestHandler = readRoom;
export const POST: RequestHandler = sayInRoom;
export const PUT: RequestHandler = announceRoom;

export const fallback: RequestHandler = () => notAllowed('GET, POST, PUT');
