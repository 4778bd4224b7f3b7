import { expect, it } from 'vitest';
import { isForeignForm } from './same-origin';

const SITE = 'https://jalgas.test';
const LINK = `/u/${'0'.repeat(32)}`;
const FORM = 'application/x-www-form-urlencoded';

it.each([
	['POST', '/kk/login', FORM, SITE, false],
	['POST', '/kk/login', FORM, 'https://evil.test', true],
	['POST', '/kk/login', FORM, 'null', true],
	['POST', '/kk/login', FORM, null, true],
	['POST', '/kk/login', 'text/plain', null, true],
	['POST', '/kk/login', 'Multipart/Form-Data; boundary=x', null, true],
	['POST', '/kk/login', 'application/x-sveltekit-formdata', null, true],
	['PUT', '/kk/login', FORM, null, true],
	['DELETE', '/kk/login', FORM, null, true],
	['GET', '/kk/login', FORM, null, false],
	['POST', '/webhooks/telegram', 'application/json', null, false],
	['POST', LINK, FORM, null, false],
	['POST', LINK, 'multipart/form-data; boundary=x', 'https://mail.test', false],
	['POST', `/kk${LINK}`, FORM, null, true],
	['POST', `${LINK}/me`, FORM, null, true],
	['POST', '/u/../kk/login', FORM, null, true],
	['POST', `/x${LINK}`, FORM, null, true]
])('%s %s as %s from %s: foreign is %s', (method, path, type, origin, foreign) => {
	const headers = new Headers({ 'content-type': type });
	if (origin) headers.set('origin', origin);
	const url = new URL(path, SITE);
	expect(isForeignForm(new Request(url, { method, headers }), url)).toBe(foreign);
});
