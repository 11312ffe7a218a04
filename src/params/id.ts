import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';

/** The id of something that the city published. */
export const match = (param: string) => v.is(idSchema, param);
