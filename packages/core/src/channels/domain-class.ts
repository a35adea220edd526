/**
 * The ladder from the most public to the most private place (ACQ-02, 公域 / 商域 / 存量 / 半公半私 / 私域).
 * `stock`: fans and members elsewhere, who are counted apart and are not the pond.
 */
export const domainClasses = ['public', 'commercial', 'stock', 'semi', 'private'] as const;
export type DomainClass = (typeof domainClasses)[number];

/** Place on the ladder: 0 is the most public. */
export function domainRank(domainClass: DomainClass): number {
  return domainClasses.indexOf(domainClass);
}
