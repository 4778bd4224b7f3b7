export type { Named, PersonPage, Ways } from './types';
