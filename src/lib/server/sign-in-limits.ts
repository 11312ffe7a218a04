/** How often a sign-in may be tried: held in this server's memory, by account and by network address. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { hashText } from '../domain/fingerprint.ts';

const minute = 60;

/**
 * The limits of one kind of sign-in. The first stops guessing at one account from one place; the others stop guessing
 * spread over places or accounts, and are wide enough for an office behind one address and for a colleague whom a
 * stranger wants to lock out.
 */
export function tryLimits() {
	const both = new RateLimiterMemory({ points: 10, duration: 15 * minute });
	const account = new RateLimiterMemory({ points: 60, duration: 60 * minute });
	const address = new RateLimiterMemory({ points: 100, duration: 60 * minute });
	return {
		/**
		 * Counts one try before it is judged. Gives the minutes to wait when there were too many.
		 * @param name whose sign-in it is, an e-mail say
		 * @param network an IP address; of IPv6 only the first 64 bits count
		 */
		async countTry(name: string, network: string): Promise<number | undefined> {
			const { own, net } = keysOf(name, network);
			const waits = await Promise.all([
				waitOf(both, `${own} ${net}`),
				waitOf(account, own),
				waitOf(address, net)
			]);
			const longest = Math.max(...waits);
			return longest > 0 ? Math.max(1, Math.ceil(longest / 60_000)) : undefined;
		},

		/** A sign-in that was right takes its own tries back. */
		async forgetTries(name: string, network: string): Promise<void> {
			const { own, net } = keysOf(name, network);
			await Promise.all([both.delete(`${own} ${net}`), account.delete(own), address.reward(net)]);
		}
	};
}

/** The staff's. */
export const { countTry, forgetTries } = tryLimits();

/** Milliseconds to wait where a limit is used up; 0 where there is still room, which is then counted. */
export async function waitOf(limiter: RateLimiterMemory, key: string): Promise<number> {
	try {
		await limiter.consume(key);
		return 0;
	} catch (refusal) {
		if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
		throw refusal;
	}
}

function keysOf(name: string, network: string): { own: string; net: string } {
	return { own: hashText(name.toLowerCase()), net: networkOf(network) };
}

/** What stands for a network: a hash of its address; of IPv6 only the first 64 bits count. */
export function networkOf(address: string): string {
	const isV6 = address.includes(':') && !address.includes('.');
	return hashText(isV6 ? first64Bits(address) : address);
}

function first64Bits(address: string): string {
	const [head = '', tail] = address.split('::');
	const groups = head.split(':').filter(Boolean);
	if (tail !== undefined) {
		const after = tail.split(':').filter(Boolean);
		while (groups.length + after.length < 8) groups.push('0');
		groups.push(...after);
	}
	return groups
		.slice(0, 4)
		.map((group) => parseInt(group, 16).toString(16))
		.join(':');
}
