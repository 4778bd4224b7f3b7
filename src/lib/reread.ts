/** The button of a form that sends it only to have it back in another language. */
export const REREAD = 'reread';
