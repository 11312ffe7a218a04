/** Receipts: the city's signed word that a submission arrived. */
import { signedText, type Receipt } from '../domain/receipt.ts';
import type { Keys } from './keys.ts';
import { signText } from './signature.ts';

/** A receipt signed by the city's newest signing key. */
export function signReceipt(keys: Keys, receipt: Omit<Receipt, 'signature'>): Receipt {
	const [current] = keys.signing;
	return {
		...receipt,
		signature: `${current.public.kid}.${signText(current.private, signedText(receipt))}`
	};
}
