import type { DuckDBMaterializedResult, DuckDBValue } from '@duckdb/node-api';
import { DuckDBDecimalValue, DuckDBListValue } from '@duckdb/node-api';

/** Rows of a result as plain objects. */
export async function readRows(result: DuckDBMaterializedResult): Promise<Record<string, unknown>[]> {
  const names = result.deduplicatedColumnNames();
  const rows: Record<string, unknown>[] = [];
  for (const chunk of await result.fetchAllChunks()) {
    const columns = names.map((_, index) => chunk.getColumnValues(index));
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const record: Record<string, unknown> = {};
      for (let index = 0; index < names.length; index += 1) {
        record[names[index] as string] = plain((columns[index] as DuckDBValue[])[row] as DuckDBValue);
      }
      rows.push(record);
    }
  }
  return rows;
}

/** A value as both engines answer it: numbers, text, null and lists of these. */
function plain(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || typeof value === 'string') return value;
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  return String(value);
}
