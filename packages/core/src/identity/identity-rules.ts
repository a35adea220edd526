import type { NamespaceClass } from './namespace.ts';

/** The numbers identity resolution works with. */
export interface IdentityRules {
  /**
   * A value is *shared*, and links nobody from there on, once it has been seen with more than this many values of one
   * full namespace; by the class of that namespace.
   */
  sharedAbove: Record<NamespaceClass, number>;
  /** A pair that would connect people with more linking pairs than this is set aside and an alarm raised. */
  componentLimit: number;
}

/**
 * Four members on one phone are a till; ten phones on one account a guide who registers customers under his own; ten
 * marketplace nicks on one phone a scalper. 500 browsers on one account are a program: a person whose browser forgets
 * him weekly makes 52 a year.
 */
export const defaultIdentityRules: IdentityRules = {
  sharedAbove: { exclusive: 3, strong: 10, locked: 10, weak: 500 },
  componentLimit: 1000,
};
