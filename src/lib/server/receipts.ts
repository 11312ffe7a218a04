/** Receipts: the city's signed word that a submission arrived. */
import { signedText, type Receipt } from '../domain/receipt.ts';
import type { Keys } from './keys.ts';
import { signTextAside } from './signature.ts';

/** A receipt signed by the city's newest signing key. */
export async function signReceipt(
	keys: Keys,
	receipt: Omit<Receipt, 'signature'>
): Promise<Receipt> {
	const [current] = keys.signing;
	const signature = await signTextAside(current.private, signedText(receipt));
	return { ...receipt, signature: `${current.public.kid}.${signature}` };
}
