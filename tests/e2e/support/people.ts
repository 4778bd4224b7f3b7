import { DEMO_ACCOUNTS } from '../../../src/lib/demo-accounts';

export type Who =
	'graduate' | 'expert' | 'officer' | 'officer2' | 'coordinator' | 'partner' | 'ombudsman';

/** Where the signed-in browser state of a demo person is kept during a run. */
export const stateOf = (who: Who): string => `.test/auth/${who}.json`;

export const PEOPLE = DEMO_ACCOUNTS.map(({ email }) => ({
	email,
	who: email.split('@')[0] as Who
}));

/** Where the links of the worker's first letters are kept during a run. */
export const FIRST_LETTERS = '.test/auth/letters.json';
