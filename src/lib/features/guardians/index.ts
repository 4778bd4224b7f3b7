export { default as GuardianCard } from './components/GuardianCard.svelte';
export type { GuardianState } from './types';
