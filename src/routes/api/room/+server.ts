import { findRooms, notAllowed } from '$lib/server/room-door.ts';
import type { RequestHandler } from './$types';

/** Finds a session by its six characters: docs/wire.md. */
export const GET: RequestHandler = findRooms;

export const fallback: RequestHandler = () => notAllowed('GET');
