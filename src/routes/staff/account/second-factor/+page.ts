// a passkey is made by a script; all else here works without
export const csr = true;
