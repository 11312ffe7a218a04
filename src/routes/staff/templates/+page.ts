// how easy the words read is shown while they are typed; without script by the button that checks
export const csr = true;
