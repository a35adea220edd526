import type { SqlAnswer, SqlValueType } from '@yutang/contracts/sql';
import styles from './sql.module.css';

const figures: ReadonlySet<SqlValueType> = new Set(['integer', 'bigint', 'number', 'decimal']);

/** Rows of an answer as they are: columns are not known beforehand, so it scrolls inside its panel. */
export function ResultGrid({ answer, caption }: { answer: SqlAnswer; caption: string }) {
  return (
    <section className={styles.gridScroll} aria-label={caption} tabIndex={-1}>
      <table className={styles.grid}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {answer.columns.map((column, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a query may name two columns the same
              <th key={at} scope="col" className={figures.has(column.type) ? styles.number : ''}>
                {column.name}
                <small>{column.type}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no key of their own and never move
            <tr key={line}>
              {row.map((value, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={at} className={figures.has(answer.columns[at]?.type ?? 'text') ? styles.number : ''}>
                  <Value value={value} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className={styles.null}>null</span>;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 40 ? <span title={text.slice(0, 2_000)}>{text.slice(0, 500)}</span> : text;
}
