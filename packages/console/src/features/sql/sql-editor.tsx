import { type KeyboardEvent, type Ref, useImperativeHandle, useRef } from 'react';
import styles from './sql.module.css';

/** What others may do to the editor. */
export interface EditorHandle {
  /** Puts a name where the cursor is, blanks around it where they are missing. */
  insert(name: string): void;
  /** Puts the cursor at a line and column, both counted from 1. */
  goTo(line: number, column: number): void;
}

export interface SqlEditorProps {
  ref: Ref<EditorHandle>;
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Ctrl or ⌘ with Enter. */
  onRun: () => void;
  /** Marked as the place of a fault, counted from 1. */
  faultyLine: number | null;
}

/** A plain text field with line numbers: what a screen reader, a phone and the browser's own undo know how to use. */
export function SqlEditor({ ref, label, value, onChange, onRun, faultyLine }: SqlEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const lines = value.split('\n').length;

  function put(text: string): void {
    const area = field.current;
    if (!area) return;
    area.focus();
    const { selectionStart: from, selectionEnd: to } = area;
    const next = `${value.slice(0, from)}${text}${value.slice(to)}`;
    onChange(next);
    requestAnimationFrame(() => area.setSelectionRange(from + text.length, from + text.length));
  }

  useImperativeHandle(ref, () => ({
    insert(name) {
      const before = value.slice(0, field.current?.selectionStart ?? value.length);
      put(`${before === '' || /[\s(.,]$/.test(before) ? '' : ' '}${name}`);
    },
    goTo(line, column) {
      const start =
        value
          .split('\n')
          .slice(0, line - 1)
          .join('\n').length + (line > 1 ? 1 : 0);
      field.current?.focus();
      field.current?.setSelectionRange(start + column - 1, start + column - 1);
    },
  }));

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onRun();
    }
  }

  return (
    <div className={styles.editor}>
      <div className={styles.numbers} ref={numbers} aria-hidden="true">
        {Array.from({ length: lines }, (_, at) => at + 1).map((line) => (
          <span key={line} className={line === faultyLine ? styles.faulty : ''}>
            {line}
          </span>
        ))}
      </div>
      <textarea
        ref={field}
        aria-label={label}
        aria-invalid={faultyLine !== null}
        value={value}
        rows={Math.min(Math.max(lines + 1, 9), 22)}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
