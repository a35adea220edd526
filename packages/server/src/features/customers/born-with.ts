import { type RawBuilder, sql } from 'kysely';

/** The event that brought each customer as a table `(customer, seq)` to join with, in parentheses; those merged away since too. */
export function bornWith(workspaceId: number): RawBuilder<unknown> {
  return sql`(select home as customer, born_seq as seq from parts where workspace_id = ${workspaceId})`;
}
