export { default as NeedChips } from './components/NeedChips.svelte';
export { default as StateBadge } from './components/StateBadge.svelte';
export { default as Timeline } from './components/Timeline.svelte';
export { BASES, NEEDS, STATES, STOP_REASONS, toneOf } from './rules';
export type { Basis, Need, ProjectState, StopReason, ToldState } from './rules';
export type { ProjectCard, StatusUpdate } from './types';
export { basisWord, needWord, reasonWord, standingWords, stateWord } from './words';
