export { readPhone } from './phone';
export { isCallable, reachLink } from './rules';
export type { PersonReach } from './call-types';
