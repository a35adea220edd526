import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import styles from './data-table.module.css';
import { designWords } from './design-words.ts';
import { Icon } from './icon.tsx';

export interface Column<T> {
  key: string;
  title: ReactNode;
  cell: (row: T) => ReactNode;
  /** Figures stand at the right edge. */
  number?: boolean;
  width?: number | string;
  /** Becomes a sort button; `DataTableProps.sort` says which is on. */
  sortable?: boolean;
  /** On a phone: `title` heads the card, `hide` leaves it out; otherwise a labelled line. */
  phone?: 'title' | 'hide' | 'bare';
  noWrap?: boolean;
}

export interface Sort {
  key: string;
  descending: boolean;
}

export interface DataTableProps<T> {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string | number;
  /** Opens a row; also by Enter on it. Give the title cell a link of its own for other ways of opening. */
  onOpen?: (row: T) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Stays a table on a phone; columns marked `hide` go. For tables of few, short columns. */
  dense?: boolean;
  /** Marks rows, e.g. the one open in a drawer. */
  isActive?: (row: T) => boolean;
}

/** A real table on wide screens; the same rows as cards on a phone. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { caption, columns, rows, rowKey, onOpen, isActive, dense = false } = props;
  return (
    <div className={styles.scroll}>
      <table className={`${styles.table} ${dense ? styles.dense : styles.cards}`}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={`${onOpen ? styles.open : ''} ${isActive?.(row) ? styles.active : ''}`}
              {...(onOpen ? opening(() => onOpen(row)) : {})}
            >
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={[
                    column.number ? styles.number : '',
                    column.noWrap ? styles.noWrap : '',
                    column.phone ? styles[column.phone] : '',
                  ].join(' ')}
                  data-label={typeof column.title === 'string' ? column.title : ''}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A row opens by click or Enter, but not when the click was meant for a control inside it. */
function opening(open: () => void) {
  return {
    tabIndex: 0,
    onClick: (event: React.MouseEvent) => {
      if (event.target instanceof Element && event.target.closest('a,button,input,label')) return;
      if (window.getSelection()?.toString()) return;
      open();
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) open();
    },
  };
}

function HeaderCell<T>({ column, sort, onSort }: { column: Column<T> } & DataTableProps<T>) {
  const say = useWords(designWords);
  const on = sort?.key === column.key;
  const className = [column.number ? styles.number : '', column.phone === 'hide' ? styles.hide : ''].join(
    ' ',
  );
  if (!column.sortable || !onSort) {
    return (
      <th scope="col" className={className} style={{ width: column.width }}>
        {column.title}
      </th>
    );
  }
  const next = on ? !sort.descending : true;
  return (
    <th
      scope="col"
      className={className}
      style={{ width: column.width }}
      aria-sort={on ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={`${styles.sort} ${on ? styles.sorted : ''}`}
        onClick={() => onSort({ key: column.key, descending: next })}
        title={next ? say('sortDescending') : say('sortAscending')}
      >
        {column.title}
        <span className={on && !sort.descending ? styles.up : ''}>
          <Icon name="down" size={12} />
        </span>
      </button>
    </th>
  );
}
