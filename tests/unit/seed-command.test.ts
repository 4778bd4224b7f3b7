import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'jalgas-seed-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (...args: string[]) =>
	spawnSync(
		'node_modules/.bin/node',
		['--import', './scripts/lib/resolve-lib.ts', 'scripts/seed.ts', ...args],
		{ encoding: 'utf8' }
	);

describe('npm run seed', () => {
	it('writes the same file for the same day, ready for psql', () => {
		const [one, two] = [join(dir, '1.sql'), join(dir, '2.sql')];
		for (const file of [one, two])
			expect(run('--people', '100', '--now', '2026-11-23', '--out', file).status).toBe(0);
		const sql = readFileSync(one, 'utf8');
		expect(sql).toBe(readFileSync(two, 'utf8'));
		const persons = /copy public\.persons [^\n]+\n([\s\S]+?)\n\\\.\n/.exec(sql)?.[1];
		expect(persons?.split('\n')).toHaveLength(100);
	});

	it('writes the same roster each time, in the encoding asked for', () => {
		const [one, two, old] = [join(dir, '1.csv'), join(dir, '2.csv'), join(dir, 'old.csv')];
		for (const file of [one, two]) expect(run('--roster', file).status).toBe(0);
		expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
		expect(readFileSync(one, 'utf8').trimEnd().split('\r\n')).toHaveLength(9696);
		expect(run('--roster', old, '--windows-1251').stdout).toContain('9695 rows');
		expect(readFileSync(old).length).toBeLessThan(readFileSync(one).length);
	});

	it.each([
		[['--people', 'many'], '--people'],
		[['--people', '0'], '--people'],
		[['--now', 'yesterday'], '--now'],
		[['--peoples', '5'], '--peoples']
	])('refuses %j in one line that names it', (args, name) => {
		const { status, stderr } = run(...args);
		expect(status).toBe(1);
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect(stderr).toContain(name);
	});
});
