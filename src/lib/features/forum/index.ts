export type { Direction, Names, QuestionCard, Voice, Why } from './types';
export { default as QuestionList } from './components/QuestionList.svelte';
