import { postgresTypes } from '../src/features/sql/door-ddl.ts';
import { doorViews } from '../src/features/sql/door-views.ts';

const mark = '<!-- views: written by packages/server/testing/write-sql-guide.ts -->';

/** The guide with its tables of views and columns as the code has them now; all after the mark is replaced. */
export function withViews(guide: string): string {
  const [before = ''] = guide.split(mark);
  const views = doorViews.map((view) => {
    const rows = view.columns.map((column) => {
      const masked = column.masked === undefined ? '' : ' ●';
      return `| \`${column.name}\` | ${postgresTypes[column.type]} | ${column.en}${masked} | ${column.zh} |`;
    });
    return [
      `### ${view.name}`,
      `${view.en}. ${view.zh}。`,
      ['| Column | Type | Meaning | 含义 |', '|---|---|---|---|', ...rows].join('\n'),
    ].join('\n\n');
  });
  return `${before}${mark}\n\n${views.join('\n\n')}\n`;
}
