/**
 * How a version ends that the person has left for a newer one. A browser lets the new worker take over only when the old
 * one has nothing more to do, or after five minutes; an answer that hangs on a weak line must not make her wait so long.
 */
let end: () => void;
const ended = new Promise<void>((done) => (end = done));

/** From now on nothing keeps this worker: what it waits for is left to the next one. */
export function makeWay(): void {
	end();
}

/** Work that may be cut off at any moment without loss, and does not keep a worker that makes way. */
export function unlessMakingWay(work: Promise<unknown>): Promise<unknown> {
	return Promise.race([work, ended]);
}

/** An answer to a page, or none where this worker makes way: that page is opened anew. */
export function answerUnlessMakingWay(answer: Promise<Response>): Promise<Response> {
	return Promise.race([answer, ended.then(() => Response.error())]);
}
