export type { Draft, QuestionCard } from './types';
export { default as QuestionList } from './components/QuestionList.svelte';
