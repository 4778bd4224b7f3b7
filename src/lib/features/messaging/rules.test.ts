import { describe, expect, it } from 'vitest';
import {
	chatCommand,
	mornings,
	quietUntil,
	smtpOutcome,
	telegramOutcome,
	telegramText
} from './rules';

it.each([
	['an address that does not exist', { code: 'EENVELOPE', responseCode: 550 }, false, 'failed'],
	['a letter refused for good', { code: 'EMESSAGE', responseCode: 554 }, true, 'failed'],
	['an address that is none', { code: 'EENVELOPE' }, false, 'failed'],
	['a full mailbox', { code: 'EENVELOPE', responseCode: 452 }, false, 'retry'],
	['a server that is busy', { code: 'EMESSAGE', responseCode: 451 }, true, 'retry'],
	['a wrong password of ours', { code: 'EAUTH', responseCode: 535 }, false, 'retry'],
	['no server', { code: 'ESOCKET' }, false, 'retry'],
	['a line that broke after the letter', { code: 'ECONNECTION' }, true, 'uncertain'],
	['anything else', {}, false, 'retry']
])('e-mail, %s: %j is %s, %s', (_, failure, handedOver, is) =>
	expect(smtpOutcome(failure, handedOver).is).toBe(is)
);

it.each([
	['sent', { ok: true }, { is: 'sent' }],
	['no answer that can be read', null, { is: 'uncertain' }],
	[
		'too many at once',
		{ ok: false, error_code: 429, parameters: { retry_after: 7 } },
		{ is: 'retry', error: 'telegram 429', after: 7 }
	],
	['blocked', { ok: false, error_code: 403 }, { is: 'gone', error: 'telegram 403' }],
	['no such chat', { ok: false, error_code: 400 }, { is: 'failed', error: 'telegram 400' }],
	['a wrong token of ours', { ok: false, error_code: 401 }, { is: 'retry', error: 'telegram 401' }],
	['trouble at Telegram', { ok: false, error_code: 500 }, { is: 'retry', error: 'telegram 500' }]
])('Telegram, %s', (_, answer, outcome) => expect(telegramOutcome(answer)).toEqual(outcome));

describe('the text of a chat', () => {
	it('is the subject and the words', () => expect(telegramText('S', 'B')).toBe('S\n\nB'));
	it('keeps its last line when it is too long, and no half of a sign', () => {
		const text = telegramText('Сәлем', `${'😀'.repeat(3000)}\n\nhttps://jalgas.test/u/1`);
		expect(text.length).toBeLessThanOrEqual(4096);
		expect(text.endsWith('…\n\nhttps://jalgas.test/u/1')).toBe(true);
		expect(text.isWellFormed()).toBe(true);
	});
});

it.each([
	['2026-11-23T03:59:59Z', '2026-11-23T04:00:00.000Z'],
	['2026-11-23T04:00:00Z', null],
	['2026-11-23T15:59:59Z', null],
	['2026-11-23T16:00:00Z', '2026-11-24T04:00:00.000Z'],
	['2026-11-23T18:59:59Z', '2026-11-24T04:00:00.000Z'],
	['2026-11-23T19:00:00Z', '2026-11-24T04:00:00.000Z'],
	['2026-12-31T20:00:00Z', '2027-01-01T04:00:00.000Z']
])('at %s patient messages wait until %s', (now, until) =>
	expect(quietUntil(new Date(now))?.toISOString() ?? null).toBe(until)
);

it.each([
	// Sunday to Monday: until nine it is still Sunday's morning, and last week's.
	['2026-11-22T18:59:59Z', '2026-11-22', '2026-11-16'],
	['2026-11-22T19:00:00Z', '2026-11-22', '2026-11-16'],
	['2026-11-23T03:59:59Z', '2026-11-22', '2026-11-16'],
	['2026-11-23T04:00:00Z', '2026-11-23', '2026-11-23'],
	['2026-11-23T23:59:59Z', '2026-11-23', '2026-11-23'],
	['2026-11-24T00:00:00Z', '2026-11-23', '2026-11-23'],
	['2026-11-29T12:00:00Z', '2026-11-29', '2026-11-23'],
	['2027-01-01T03:00:00Z', '2026-12-31', '2026-12-28'],
	['2027-01-01T04:00:00Z', '2027-01-01', '2026-12-28']
])('at %s digests are those of %s, and of the week from %s', (now, day, week) =>
	expect(mornings(new Date(now))).toEqual({
		day: new Date(`${day}T04:00:00Z`),
		week: new Date(`${week}T04:00:00Z`)
	})
);

const TOKEN = '0123456789abcdef0123456789abcdef';
it.each([
	[`/start ${TOKEN}`, { verb: 'start', token: TOKEN }],
	[`/start@jalgas_bot ${TOKEN}`, { verb: 'start', token: TOKEN }],
	['/start', null],
	[`/start ${TOKEN}0`, null],
	['/stop', { verb: 'stop' }],
	['/stop@jalgas_bot', { verb: 'stop' }],
	[' Stop ', { verb: 'stop' }],
	['СТОП!', { verb: 'stop' }],
	['Тоқта', { verb: 'stop' }],
	['ТОҚТА', { verb: 'stop' }],
	['Тоқтамаңыз', null],
	['Автобус стопта тұр', null],
	['', null]
])('a chat that says %j means %j', (text, command) => expect(chatCommand(text)).toEqual(command));
