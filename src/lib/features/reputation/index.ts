export type { Badge } from './types';
export { default as Badges } from './components/Badges.svelte';
