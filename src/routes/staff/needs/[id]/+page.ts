// the keys of the queue, and who else is here; without script all else works as before
export const csr = true;
