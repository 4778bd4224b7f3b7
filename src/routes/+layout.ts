// Pages are HTML and forms. No framework code is sent: a page must work, and be cheap, without it.
export const csr = false;
