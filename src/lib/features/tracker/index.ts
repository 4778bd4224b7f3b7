export { default as PersonRounds } from './components/PersonRounds.svelte';
export { default as PhotoField } from './components/PhotoField.svelte';
export { default as StateBadge } from './components/StateBadge.svelte';
export { default as Timeline } from './components/Timeline.svelte';
export { NEEDS, STATES } from './rules';
export type { Need, ProjectState } from './rules';
export { needWord, standingWords, stateWord } from './words';
