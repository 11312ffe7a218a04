// words that name a solution are shown while they are typed
export const csr = true;
