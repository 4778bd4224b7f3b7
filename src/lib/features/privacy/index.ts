export { consentVersion } from './purposes';
