import styles from './json-view.module.css';

/** JSON as text with its keys and values told apart. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2) ?? '';
  const parts = text.split(/("(?:\\.|[^"\\])*"\s*:?)/g);
  return (
    // Long JSON scrolls inside; the keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region
    <section className={styles.json} tabIndex={0} aria-label={label}>
      <pre>
        {parts.map((part, index) => {
          const kind = !part.startsWith('"') ? '' : part.trimEnd().endsWith(':') ? styles.key : styles.text;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text
            <span key={index} className={kind}>
              {part}
            </span>
          );
        })}
      </pre>
    </section>
  );
}
