/** A withdrawal: the citizen takes her need back. Whoever holds the receipt code may. */
import * as v from 'valibot';
import { secretSchema } from './receipt-code.ts';

export const withdrawalBodySchema = v.strictObject({ withdraw: secretSchema });

export type WithdrawalBody = v.InferOutput<typeof withdrawalBodySchema>;
