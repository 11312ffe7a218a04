/** *Me too*: one device says that it wants something that the city published; it may take that back, and say it again. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { secretSchema } from './receipt-code.ts';

/** The body of the submission. */
export const supportBodySchema = v.strictObject({
	/** The id of the publication. */
	thing: idSchema,
	/** `tokenOf` the device's secret: the same for the same thing, and like no other of this device. */
	token: secretSchema,
	supports: v.boolean()
});

export type SupportBody = v.InferOutput<typeof supportBodySchema>;
