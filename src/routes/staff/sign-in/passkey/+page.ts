// a passkey is asked by a script
export const csr = true;
