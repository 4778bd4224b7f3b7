import type { Question, Vote } from './types';

/** What of a question's page is the reader's own. */
export interface OwnPart {
	/** What differs in the question itself. */
	question: Partial<Question>;
	/** Ids of the reader's own posts among those shown. */
	posts: string[];
	votes: Record<string, Vote>;
	/** By answer. */
	marks: Record<string, string[]>;
}

/** Lays the reader's own part over what everybody reads; what it is given stays as it is. */
export function withOwnPart(question: Question, own: OwnPart): Question {
	const mine = new Set(own.posts);
	const voice = <Post extends { id: string; comments: Question['comments'] }>(post: Post) => ({
		...post,
		isMine: mine.has(post.id),
		comments: post.comments.map((comment) => ({ ...comment, isMine: mine.has(comment.id) })),
		myVote: own.votes[post.id] ?? 0
	});
	const answers = (given: Question['answers']) =>
		given.map((answer) => ({
			...voice(answer),
			marks: { ...answer.marks, mine: own.marks[answer.id] ?? [] }
		}));
	return {
		...voice(question),
		...own.question,
		answers: answers(question.answers),
		alsoAsked: question.alsoAsked.map((asked) => ({ ...asked, answers: answers(asked.answers) }))
	};
}
