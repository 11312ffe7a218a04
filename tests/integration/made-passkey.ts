// A device of a member of the staff that has a passkey (WebAuthn): what its browser answers with.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest();
const present = 0x01;
const verified = 0x04;
const withKey = 0x40;

/** Bytes of at most 65,535, as CBOR writes them. */
function cborBytes(bytes: Buffer): Buffer {
	return Buffer.concat([Buffer.from([0x59, bytes.length >> 8, bytes.length & 255]), bytes]);
}

const cborText = (text: string) =>
	Buffer.concat([Buffer.of(0x60 + text.length), Buffer.from(text)]);

/** A device for the pages at this address. */
export function newPasskey(origin = 'https://plaza.test') {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const id = randomBytes(32);
	const host = sha256(new URL(origin).hostname);
	const count = Buffer.alloc(4);
	const said = (type: string, challenge: string) =>
		Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
	const answer = (response: Record<string, Buffer>) =>
		JSON.stringify({
			...{ id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' },
			clientExtensionResults: {},
			response: Object.fromEntries(
				Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')])
			)
		});
	return {
		/** What it answers where a passkey is made. */
		make(challenge: string): string {
			const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
			const point = [x, y].map((text) => Buffer.from(text, 'base64url'));
			const [across = Buffer.of(), up = Buffer.of()] = point;
			// ES256 on P-256, as COSE writes a key
			const head = Buffer.from('a5010203262001215820', 'hex');
			const key = Buffer.concat([head, across, Buffer.from('225820', 'hex'), up]);
			const flags = Buffer.of(present | verified | withKey);
			const named = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id]);
			const data = Buffer.concat([host, flags, count, named, key]);
			const attestationObject = Buffer.concat([
				...[Buffer.of(0xa3), cborText('fmt'), cborText('none'), cborText('attStmt')],
				...[Buffer.of(0xa0), cborText('authData'), cborBytes(data)]
			]);
			return answer({ clientDataJSON: said('webauthn.create', challenge), attestationObject });
		},
		/** What it answers where somebody signs in. */
		show(challenge: string): string {
			const clientDataJSON = said('webauthn.get', challenge);
			const authenticatorData = Buffer.concat([host, Buffer.of(present | verified), count]);
			const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
			const signature = sign('sha256', signed, privateKey);
			return answer({ clientDataJSON, authenticatorData, signature });
		}
	};
}
