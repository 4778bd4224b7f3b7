import { expect, it } from 'vitest';
import { greetingName } from './rules';

it.each([
	['Айгүл Қасымова', 'Айгүл'],
	['  Ольга ', 'Ольга'],
	['ZP-2019-0001', null],
	['7', null],
	['', null]
])('greets %j as %j', (name, expected) => expect(greetingName(name)).toBe(expected));
