export type { SuggestionCard } from './types';
