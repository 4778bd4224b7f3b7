import { describe, expect, it, vi } from 'vitest';
import type { Cookies } from '@sveltejs/kit';
import { seal, unseal } from './seal.server';
import { steadily } from './steady';
import { layTyped, takeTyped } from './typed.server';

function jar() {
	const held = new Map<string, string>();
	const cookies = {
		get: (name: string) => held.get(name),
		set: (name: string, value: string) => void held.set(name, value),
		delete: (name: string) => void held.delete(name)
	} as unknown as Cookies;
	return { held, cookies };
}
const at = (path: string) => new URL(`http://localhost${path}`);
const state = (values: Record<string, string | string[]>) => ({ values, errors: {} });

describe('seal', () => {
	it('opens with its secret and purpose, and with no other', () => {
		const sealed = seal('secret', 'a', { x: 'Әлем' }, 60);
		expect(unseal('secret', 'a', sealed)).toEqual({ x: 'Әлем' });
		expect(unseal('secret', 'b', sealed)).toBeNull();
		expect(unseal('other', 'a', sealed)).toBeNull();
	});
	it('does not open when changed, cut, missing or old', () => {
		const sealed = seal('secret', 'a', 1, 60);
		const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
		for (const wrong of [changed, sealed.slice(0, 20), '', undefined, 'nonsense'])
			expect(unseal('secret', 'a', wrong)).toBeNull();
		expect(unseal('secret', 'a', seal('secret', 'a', 1, -1))).toBeNull();
	});
});

describe('what was typed', () => {
	it('comes back once, on the same page in any language', () => {
		const { cookies, held } = jar();
		layTyped(
			{ cookies, url: at('/kk/join/claim?/find') },
			's',
			state({ fullName: 'Айгүл', needs: ['a', 'b'] })
		);
		expect(takeTyped({ cookies, url: at('/kk/questions/ask') }, 's')).toBeNull();
		expect(takeTyped({ cookies, url: at('/ru/join/claim') }, 's')).toEqual({
			fullName: 'Айгүл',
			needs: ['a', 'b']
		});
		expect(held.size).toBe(0);
		expect(takeTyped({ cookies, url: at('/ru/join/claim') }, 's')).toBeNull();
	});
	it('is not readable in the cookie', () => {
		const { cookies, held } = jar();
		layTyped({ cookies, url: at('/kk/me') }, 's', state({ note: 'secret-note' }));
		const stored = [...held.values()].join('');
		expect(Buffer.from(stored, 'base64url').toString('latin1')).not.toContain('secret-note');
	});
	it('fits into cookies: a long Kazakh text does, and too long a field stays behind alone', () => {
		const { cookies, held } = jar();
		const url = at('/kk/questions/ask');
		const long = Array.from({ length: 600 }, (_, i) => `тігін ${i * 7919}`).join(' ');
		layTyped({ cookies, url }, 's', state({ body: long, title: 'Қысқа' }));
		for (const value of held.values()) expect(value.length).toBeLessThan(4000);
		expect(takeTyped({ cookies, url }, 's')).toEqual({ body: long, title: 'Қысқа' });
		const noise = Array.from({ length: 9000 }, () => Math.random().toString(36)[2]).join('');
		layTyped({ cookies, url }, 's', state({ body: noise.repeat(2), title: 'Қысқа' }));
		expect(takeTyped({ cookies, url }, 's')?.title).toBe('Қысқа');
	});
});

describe('steadily', () => {
	it('answers at the same moment for quick and slow work', async () => {
		vi.useFakeTimers();
		for (const last of [1, 5000]) {
			let done = false;
			const late = vi.fn();
			void steadily(700, () => new Promise((finish) => setTimeout(finish, last)), late).then(
				() => (done = true)
			);
			await vi.advanceTimersByTimeAsync(699);
			expect(done).toBe(false);
			await vi.advanceTimersByTimeAsync(1);
			expect(done).toBe(true);
		}
		vi.useRealTimers();
	});
	it('hands a failure over instead of showing it', async () => {
		const failed = vi.fn();
		await steadily(5, () => Promise.reject(new Error('no mail server')), failed);
		expect(failed).toHaveBeenCalledOnce();
	});
});
