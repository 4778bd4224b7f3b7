export type { Direction, Names, QuestionCard, Voice } from './types';
export { default as QuestionList } from './components/QuestionList.svelte';
