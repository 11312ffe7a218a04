// what could be plainer, and what may tell who somebody is, is shown while they type
export const csr = true;
