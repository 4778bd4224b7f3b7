export type { Draft, EditedPost, Preview, QuestionCard, Voice } from './types';
export { changes } from './changes';
export { cleanLine, cleanText } from './rules';
export { default as BodyField } from './components/BodyField.svelte';
export { default as Changes } from './components/Changes.svelte';
export { default as PreviewBox } from './components/PreviewBox.svelte';
export { default as QuestionList } from './components/QuestionList.svelte';
