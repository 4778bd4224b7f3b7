export { readPhone } from './phone';
