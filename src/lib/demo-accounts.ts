/** People of the demo, and only of the demo: the sign-in page offers them as buttons. */
export const DEMO_PASSWORD = 'jalgas-demo-2026';

export const DEMO_ACCOUNTS = [
	{ email: 'graduate@demo.kz', part: 'graduate' },
	{ email: 'expert@demo.kz', part: 'expert' },
	{ email: 'officer@demo.kz', part: 'officer' },
	{ email: 'officer2@demo.kz', part: 'officer' },
	{ email: 'coordinator@demo.kz', part: 'coordinator' },
	{ email: 'partner@demo.kz', part: 'partner' },
	{ email: 'ombudsman@demo.kz', part: 'ombudsman' }
] as const;
