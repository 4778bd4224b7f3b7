import { describe, expect, it } from 'vitest';
import { idParam, mentoring, newMessage, reply, report, verdict } from './schema';

const KEY = '01900000-0000-7000-8000-000000000001';
const faults = (result: { success: boolean; error?: { issues: { path: PropertyKey[] }[] } }) =>
	result.success ? [] : (result.error?.issues.map(({ path }) => path[0]) ?? []);

describe('a message', () => {
	it.each([
		['ten signs', 'а'.repeat(10), []],
		['nine and spaces', `${'а'.repeat(9)}    `, ['body']],
		['five hundred', 'а'.repeat(500), []],
		['one more', 'а'.repeat(501), ['body']],
		['nothing', undefined, ['body']]
	])('of %s', (_, body, wrong) =>
		expect(faults(newMessage.safeParse({ key: KEY, body }))).toEqual(wrong)
	);
	it('may be an answer without words', () => {
		expect(faults(reply.safeParse({ key: KEY, share: KEY }))).toEqual([]);
		expect(faults(reply.safeParse({ key: KEY, share: '+77010000000' }))).toEqual(['share']);
	});
});

describe('a report and what becomes of it', () => {
	it.each([
		[{ key: KEY, reason: 'fraud' }, []],
		[{ key: KEY, reason: 'boring' }, ['reason']],
		[{ reason: 'fraud' }, ['key']]
	])('%j', (form, wrong) => expect(faults(report.safeParse(form))).toEqual(wrong));
	it.each([
		[{ decision: 'warned' }, []],
		[{ decision: 'suspended', days: '30' }, []],
		[{ decision: 'suspended' }, ['days']],
		[{ decision: 'suspended', days: '365' }, ['days']],
		[{}, ['decision']]
	])('%j', (form, wrong) => expect(faults(verdict.safeParse(form))).toEqual(wrong));
});

describe('an offer', () => {
	const form = { directions: ['poultry'], limit: '3', when: 'now' };
	it.each([
		[{}, []],
		[{ directions: [] }, ['directions']],
		[{ directions: ['a', 'b', 'c', 'd', 'e', 'f'] }, ['directions']],
		[{ limit: '0' }, ['limit']],
		[{ limit: 'many' }, ['limit']],
		[{ when: 'until' }, ['until']],
		[{ when: 'until', until: '2027-02-30' }, ['until']],
		[{ when: 'until', until: '2027-02-28' }, []]
	])('%j', (change, wrong) =>
		expect(faults(mentoring.safeParse({ ...form, ...change }))).toEqual(wrong)
	);
});

it('an address without an id leads nowhere', () => {
	expect(idParam(KEY)).toBe(KEY);
	expect(idParam("' or 1=1")).toBeNull();
});
