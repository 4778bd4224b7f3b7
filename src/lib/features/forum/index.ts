export type { QuestionCard } from './types';
export { default as QuestionList } from './components/QuestionList.svelte';
