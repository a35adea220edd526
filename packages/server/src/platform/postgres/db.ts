import type { Kysely, Transaction } from 'kysely';

/**
 * The operational database. It knows no tables: each feature states its own with `db.withTables<IdentityTables>()`,
 * so nobody can touch another feature's tables by accident.
 */
// biome-ignore lint/complexity/noBannedTypes: Kysely's own spelling of "no tables"
export type Db = Kysely<{}>;

// biome-ignore lint/complexity/noBannedTypes: as above
export type Tx = Transaction<{}>;
