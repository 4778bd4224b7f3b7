export type {
	Direction,
	Draft,
	EditedPost,
	Names,
	Preview,
	QuestionCard,
	Silence,
	Tag,
	Voice,
	Why
} from './types';
export { changes } from './changes';
export { cleanLine, cleanText } from './rules';
export { tagsField } from './tags';
export { default as Changes } from './components/Changes.svelte';
export { default as FilterFold } from './components/FilterFold.svelte';
export { default as RewriteForm } from './components/RewriteForm.svelte';
export { default as TagField } from './components/TagField.svelte';
export { default as QuestionList } from './components/QuestionList.svelte';
