import { expect, it } from 'vitest';
import { questionFeed } from './feed';
import { structuredData } from './structured';
import type { Question } from './types';

const HOSTILE = '</script><script>alert(1)</script><!-- ]]> & "қ"';
const names = { kk: 'Құс', ru: 'Птица', en: 'Poultry' };
const UNTOUCHED = {
	...{ isAnonymous: false, isAsker: false, isMine: false },
	...{ editedAt: null, comments: [], commentCount: 0, photo: null }
};
const question: Question = {
	offer: null,
	id: '019aa000-0000-7000-8000-000000000001',
	title: HOSTILE,
	body: HOSTILE,
	text: [],
	locale: 'kk',
	createdAt: '2026-11-01T10:00:00+00:00',
	answerCount: 1,
	isAccepted: true,
	score: -2,
	direction: names,
	region: null,
	author: { name: 'Айгүл Қ.', region: null, reputation: 1, isExpert: false },
	...UNTOUCHED,
	myVote: 0,
	...{ duplicateOf: null, mayLink: false, proposed: false, alsoAsked: [] },
	tags: [],
	tagging: null,
	tagSuggestions: 0,
	follow: null,
	answers: [
		{
			...{ id: '019aa000-0000-7000-8000-000000000002', body: HOSTILE, locale: 'ru', score: 3 },
			...{ createdAt: '2026-11-02T10:00:00+00:00', author: null },
			...{ ...UNTOUCHED, isAccepted: true, myVote: 0 },
			marks: { worked: 0, outdated: 0, notes: [], mine: [] },
			guides: [],
			thanks: null,
			text: [{ tag: 'p', children: ['а', { tag: 'strong', children: [HOSTILE] }] }]
		}
	]
};

it('structured data is one element, whatever people wrote, and says it unchanged', () => {
	const html = structuredData(question, 'https://jalgas.kz/kk/questions/1');
	expect(html.match(/<\/?script/g)).toEqual(['<script', '</script']);
	const data = JSON.parse(html.replace(/^<script[^>]*>|<\/script>$/g, ''));
	expect(data.mainEntity).toMatchObject({ name: HOSTILE, upvoteCount: 0 });
	expect(data.mainEntity.acceptedAnswer).toMatchObject({ text: `а${HOSTILE}`, upvoteCount: 3 });
	expect(data.mainEntity.suggestedAnswer).toEqual([]);
});

it.each([
	structuredData(question, 'https://jalgas.kz'),
	questionFeed({
		...{ origin: 'https://jalgas.kz', locale: 'kk', title: 'Сұрақтар', questions: [question] },
		self: '/feeds/questions.xml?locale=kk&x=1'
	})
])('names nobody', (text) => expect(text).not.toContain('Айгүл'));

it('a feed holds no tag that people typed', () => {
	const feed = questionFeed({
		...{ origin: 'https://jalgas.kz', locale: 'kk', title: 'Сұрақтар', questions: [question] },
		self: '/feeds/questions.xml?locale=kk&x=1'
	});
	expect(feed).not.toContain('<script');
	expect(feed).toContain('&lt;/script&gt;');
	expect(feed).toContain('?locale=kk&amp;x=1');
	expect(feed).toContain('https://jalgas.kz/kk/questions/019aa000-0000-7000-8000-000000000001');
});
