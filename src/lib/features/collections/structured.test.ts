import { expect, it } from 'vitest';
import { structuredGuide } from './structured';
import type { Guide } from './types';

const HOSTILE = '</script><script>alert(1)</script><!-- "\'&';
const step = {
	...{ heading: HOSTILE, note: '', answer: 'a1', isChanged: false, isGone: false as const },
	outdated: 0,
	...{ body: HOSTILE, locale: 'ru' as const, text: [{ tag: 'p' as const, children: [HOSTILE] }] },
	author: { name: 'Ерлан С.', region: null, reputation: 5, isExpert: true },
	...{ isAnonymous: false, isAsker: false, isMine: false },
	question: { id: 'q1', title: HOSTILE, locale: 'kk' as const }
};
const guide: Guide = {
	...{ id: 'g1', title: HOSTILE, locale: 'kk', number: 1, isOutdated: false, isWithdrawn: false },
	direction: { kk: 'Құс', ru: 'Птица', en: 'Poultry' },
	...{ checkedAt: '2026-11-02T10:00:00+00:00', freshUntil: '2027-11-02T10:00:00+00:00' },
	...{ intro: HOSTILE, introText: [{ tag: 'p', children: [HOSTILE] }], authors: ['Ерлан С.'] },
	steps: [
		{ heading: 'Кеткен', note: '', answer: 'a0', isChanged: false, isGone: true },
		step,
		{ ...step, answer: 'a2' }
	]
};

it('is one element, whatever people wrote, numbers the steps that stand, and names nobody', () => {
	const html = structuredGuide(guide, 'https://jalgas.kz/kk/guides/g1');
	expect(html.match(/<\/?script/g)).toEqual(['<script', '</script']);
	expect(html).not.toContain('Ерлан');
	const data = JSON.parse(html.replace(/^<script[^>]*>|<\/script>$/g, ''));
	expect(data).toMatchObject({ '@type': 'HowTo', name: HOSTILE, description: HOSTILE });
	expect(data.step).toMatchObject([
		{ position: 1, name: HOSTILE, text: HOSTILE, url: 'https://jalgas.kz/kk/guides/g1#a1' },
		{ position: 2, url: 'https://jalgas.kz/kk/guides/g1#a2' }
	]);
});
