// boxes can be drawn; without script they are numbers
export const csr = true;
