export type { Direction, Names, QuestionCard, Tag, Voice, Why } from './types';
export { tagsField } from './tags';
export { default as TagField } from './components/TagField.svelte';
export { default as QuestionList } from './components/QuestionList.svelte';
