export {
  type ExperienceKind,
  type ExperienceWord,
  type FollowUpWord,
  readExperience,
  readFollowUp,
} from './experience-word.ts';
export { type Estimate, fewAnswers, netPromoters, satisfaction } from './scores.ts';
