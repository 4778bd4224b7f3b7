import { describe, expect, it } from 'vitest';
import { holding, isOutdated, readable } from './rules';

const yes = { purpose: 'followup', granted: true, textVersion: '2026-11' };
const no = { ...yes, granted: false };

describe('the word that holds', () => {
	it('is the newest on its purpose', () => {
		expect(holding([no, yes], 'followup')).toBe(no);
		expect(holding([{ ...no, purpose: 'directory' }, yes], 'followup')).toBe(yes);
		expect(holding([yes], 'directory')).toBeNull();
	});
	it('is outdated only as a yes to other words', () => {
		expect(isOutdated(yes, '2026-11')).toBe(false);
		expect(isOutdated(yes, '2027-01')).toBe(true);
		expect(isOutdated(no, '2027-01')).toBe(false);
		expect(isOutdated(null, '2026-11')).toBe(false);
	});
});

it('a reader is shown what says something: first what it is about, last when', () => {
	const record = { at: '2026', id: 'x', photo_id: 'y', needs: [], district: null, state: 'paused' };
	expect(readable({ ...record, title: 'Тігін', granted: false })).toEqual([
		['title', 'Тігін'],
		['state', 'paused'],
		['granted', false],
		['at', '2026']
	]);
});
