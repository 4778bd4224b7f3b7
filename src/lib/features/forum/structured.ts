import { plain } from '$lib/markdown/plain';
import type { Question } from './types';

/** Answers beyond these are for readers, not for search engines. */
const ANSWERS = 10;

/** A question as schema.org's QAPage. Without names: who wrote is told on the page alone. */
function questionData(question: Question, address: string): object {
	const answers = question.answers.slice(0, ANSWERS).map((answer) => ({
		isAccepted: answer.isAccepted,
		data: {
			'@type': 'Answer',
			text: plain(answer.text).trim(),
			inLanguage: answer.locale,
			upvoteCount: Math.max(0, answer.score),
			datePublished: answer.createdAt,
			url: `${address}#${answer.id}`
		}
	}));
	const accepted = answers.find(({ isAccepted }) => isAccepted)?.data;
	return {
		'@context': 'https://schema.org',
		'@type': 'QAPage',
		mainEntity: {
			'@type': 'Question',
			name: question.title,
			text: plain(question.text).trim() || question.title,
			inLanguage: question.locale,
			answerCount: question.answerCount,
			upvoteCount: Math.max(0, question.score),
			datePublished: question.createdAt,
			...(accepted && { acceptedAnswer: accepted }),
			suggestedAnswer: answers.filter(({ isAccepted }) => !isAccepted).map(({ data }) => data)
		}
	};
}

/** The element that carries it. No text can end the element: JSON may write "<" as its number. */
export function structuredData(question: Question, address: string): string {
	const json = JSON.stringify(questionData(question, address)).replace(/</g, '\\u003c');
	return `<script type="application/ld+json">${json}</` + 'script>';
}
