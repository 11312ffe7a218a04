// who else is here, and what changes meanwhile
export const csr = true;
