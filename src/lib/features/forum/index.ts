export type {
	Direction,
	Draft,
	EditedPost,
	Names,
	Preview,
	QuestionCard,
	Tag,
	Voice,
	Why
} from './types';
export { changes } from './changes';
export { cleanLine, cleanText } from './rules';
export { tagsField } from './tags';
export { default as BodyField } from './components/BodyField.svelte';
export { default as Changes } from './components/Changes.svelte';
export { default as PreviewBox } from './components/PreviewBox.svelte';
export { default as TagField } from './components/TagField.svelte';
export { default as QuestionList } from './components/QuestionList.svelte';
