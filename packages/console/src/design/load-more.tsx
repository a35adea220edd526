import { Button } from 'antd';
import { useWords } from '../words/use-words.ts';
import { designWords } from './design-words.ts';
import { useFormats } from './formats.ts';
import styles from './load-more.module.css';
import type { Paged } from './paged.ts';

/** The foot of a cursor list: how much is shown, and the rest. */
export function LoadMore<T>({ of }: { of: Paged<T> }) {
  const say = useWords(designWords);
  const formats = useFormats();
  const shown = of.data?.items.length ?? 0;
  const total = of.data?.total;
  if (!of.hasMore && (total === undefined || shown < 10)) return null;
  return (
    <div className={styles.foot}>
      {total !== undefined ? (
        <span className="figure">
          {say('shownOf', { shown: formats.number(shown), total: formats.number(total) })}
        </span>
      ) : null}
      {of.hasMore ? (
        <Button onClick={of.loadMore} loading={of.loadingMore}>
          {say('loadMore')}
        </Button>
      ) : null}
    </div>
  );
}
