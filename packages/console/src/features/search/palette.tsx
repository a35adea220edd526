import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { SearchAnswer } from '@yutang/contracts/search';
import { Modal } from 'antd';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { Icon } from '../../design/icon.tsx';
import { Notice } from '../../design/notice.tsx';
import { currentLanguage } from '../../words/language.ts';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { usePersonName } from '../customers/person.tsx';
import { type Found, foundKinds, keepRecent, readRecent } from './found.ts';
import { findPages } from './page-search.ts';
import styles from './palette.module.css';
import { searchAll } from './search-api.ts';
import { searchWords } from './search-words.ts';

/** Finds a person, play, outlet, staff member or page, and goes there. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      destroyOnHidden
      width={620}
      style={{ top: 'min(12vh, 96px)' }}
      styles={{ container: { padding: 0, overflow: 'hidden' } }}
    >
      <Box onClose={onClose} />
    </Modal>
  );
}

function Box({ onClose }: { onClose: () => void }) {
  const say = useWords(searchWords);
  const session = useSession();
  const navigate = useNavigate();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const settled = useSettled(text.trim(), 160);
  const place = `yutang.recent.${session.workspace.id}.${session.account?.id ?? ''}`;
  const recent = useMemo(() => readRecent(place), [place]);
  const asked = useQuery({
    queryKey: ['search', settled],
    queryFn: ({ signal }) => searchAll(settled, signal),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const zh = currentLanguage() === 'zh-CN';
  const answered = useFound(text.trim() === '' ? undefined : asked.data);
  const found = text.trim() === '' ? recent : [...findPages(text, session, zh), ...answered];
  const waiting = text.trim() !== '' && (asked.isFetching || settled !== text.trim());
  // whoever may look at the list can look for more than the few lines here
  const lines: Found[] =
    text.trim() !== '' && session.can('customers.read')
      ? [
          ...found,
          {
            kind: 'people',
            path: `/customers?q=${encodeURIComponent(text.trim())}`,
            label: say('allPeople', { text: text.trim() }),
            icon: 'search',
          },
        ]
      : found;
  const chosen = Math.min(at, Math.max(0, lines.length - 1));
  const go = (line: Found | undefined) => {
    if (!line) return;
    if (line.icon !== 'search') keepRecent(place, line);
    onClose();
    void navigate(line.path);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && lines.length > 0) setAt((chosen + step + lines.length) % lines.length);
    // while a Chinese word is being composed, Enter chooses the word
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(lines[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.box}>
      <div className={styles.field}>
        <Icon name="search" size={19} />
        <input
          // biome-ignore lint/a11y/noAutofocus: the box was opened to type into it
          autoFocus
          className={styles.input}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={keys}
          placeholder={say('placeholder')}
          maxLength={100}
          role="combobox"
          aria-label={say('find')}
          aria-expanded={lines.length > 0}
          aria-controls={id}
          aria-activedescendant={lines.length > 0 ? `${id}-${chosen}` : undefined}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
        />
      </div>
      {asked.error && text.trim() !== '' ? <Notice error={asked.error} /> : null}
      <div id={id} role="listbox" aria-label={say('results')} aria-busy={waiting} className={styles.list}>
        {lines.map((line, index) => (
          <Line
            key={`${line.kind} ${line.path}`}
            id={`${id}-${index}`}
            line={line}
            heading={line.kind !== lines[index - 1]?.kind && line.icon !== 'search' ? say(line.kind) : null}
            chosen={index === chosen}
            onLight={() => setAt(index)}
            onChoose={() => go(line)}
          />
        ))}
      </div>
      {text.trim() !== '' && !waiting && !asked.error ? (
        <>
          {found.length === 0 ? <p className={styles.none}>{say('none', { text: text.trim() })}</p> : null}
          {session.masked && asked.data?.people.length === 0 ? (
            <p className={styles.none}>{say('noneMasked')}</p>
          ) : null}
        </>
      ) : null}
      <p className={styles.keys} aria-hidden="true">
        {say('keys')}
      </p>
    </div>
  );
}

function Line({
  id,
  line,
  heading,
  chosen,
  onLight,
  onChoose,
}: {
  id: string;
  line: Found;
  heading: string | null;
  chosen: boolean;
  onLight: () => void;
  onChoose: () => void;
}) {
  useEffect(() => {
    if (chosen) document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, id]);
  return (
    <>
      {heading ? (
        <div className={styles.heading} role="presentation">
          {heading}
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keyboard, as a combobox does */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant */}
      <div
        id={id}
        role="option"
        aria-selected={chosen}
        className={`${styles.line} ${chosen ? styles.chosen : ''}`}
        onMouseMove={onLight}
        onClick={onChoose}
      >
        <Icon name={line.icon} size={17} />
        <span className={styles.label}>{line.label}</span>
        {line.detail ? <span className={styles.detail}>{line.detail}</span> : null}
      </div>
    </>
  );
}

/** What the server found, as lines. */
function useFound(answer: SearchAnswer | undefined): Found[] {
  const nameOf = usePersonName();
  if (!answer) return [];
  const { people, plays, outlets, staff } = answer;
  const lines: Found[] = [
    ...people.map((one): Found => {
      const detail = [one.phone ?? one.email, one.owner, one.outlet].filter(Boolean).join(' · ');
      return {
        kind: 'people',
        path: `/customers/${one.id}`,
        label: nameOf(one),
        detail,
        icon: 'person',
      };
    }),
    ...plays.map(
      ({ code, name }): Found => ({
        kind: 'plays',
        path: `/plays/${encodeURIComponent(code)}`,
        label: name,
        detail: code,
        icon: 'plays',
      }),
    ),
    ...outlets.map(
      ({ ref, name }): Found => ({
        kind: 'outlets',
        path: `/customers?outlet=${encodeURIComponent(ref)}`,
        label: name,
        detail: ref,
        icon: 'channels',
      }),
    ),
    ...staff.map(
      ({ id, name, ref, title }): Found => ({
        kind: 'staff',
        path: `/staff/${id}`,
        label: name,
        detail: [title, ref].filter(Boolean).join(' · '),
        icon: 'team',
      }),
    ),
  ];
  return foundKinds.flatMap((kind) => lines.filter((line) => line.kind === kind));
}

/** A text once it has not changed for so many ms; nothing at once. */
function useSettled(text: string, ms: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}
