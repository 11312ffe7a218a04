// the keys of the queue; without script all else works as before
export const csr = true;
