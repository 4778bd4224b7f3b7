export type { QuestionCard, Why } from './types';
export { default as QuestionList } from './components/QuestionList.svelte';
