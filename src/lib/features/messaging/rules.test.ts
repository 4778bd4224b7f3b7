import { expect, it } from 'vitest';
import { setbackOf } from './rules';

it.each([
	['an address that does not exist', { code: 'EENVELOPE', responseCode: 550 }, 'failed'],
	[
		'a letter refused for good',
		{ code: 'EMESSAGE', handedOver: true, responseCode: 554 },
		'failed'
	],
	['an address that is none', { code: 'EENVELOPE' }, 'failed'],
	['a full mailbox', { code: 'EENVELOPE', responseCode: 452 }, 'retry'],
	['a server that is busy', { code: 'EMESSAGE', handedOver: true, responseCode: 451 }, 'retry'],
	['a wrong password of ours', { code: 'EAUTH', responseCode: 535 }, 'retry'],
	['no server', { code: 'ESOCKET', handedOver: false }, 'retry'],
	['a line that broke after the letter', { code: 'ECONNECTION', handedOver: true }, 'uncertain'],
	['anything else', {}, 'retry']
])('%s: %j is %s', (_, failure, expected) => expect(setbackOf(failure)).toBe(expected));
