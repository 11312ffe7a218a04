// what could be plainer is shown while it is typed; without script a button shows it
export const csr = true;
