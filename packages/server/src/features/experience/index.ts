export { createExperience } from './create-experience.ts';
