import { Link } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useDictionary, useEventName } from '../dictionary/event-name.tsx';
import { SourceState } from '../sources/source-state.tsx';
import { useSources } from '../sources/sources-api.ts';
import styles from './home.module.css';
import { useSaved } from './home-questions.ts';
import { homeWords } from './home-words.ts';

/** When each source delivered last, the longest silent first among those that should deliver. */
export function FreshnessPanel() {
  const say = useWords(homeWords);
  const formats = useFormats();
  const sources = useSources();
  return (
    <Panel title={say('fresh')} note={say('freshNote')}>
      <Answer of={sources} small>
        {({ items }) => {
          const shown = items
            .filter(({ state }) => state !== 'disabled')
            .sort(
              (a, b) =>
                Number(b.state === 'stale') - Number(a.state === 'stale') ||
                (b.lastEventAt ?? 0) - (a.lastEventAt ?? 0),
            );
          if (shown.length === 0)
            return (
              <Empty small title={say('noSources')} action={<Link to="/sources">{say('toSources')}</Link>} />
            );
          return (
            <ul className={styles.rows}>
              {shown.slice(0, 8).map((source) => (
                <li key={source.id}>
                  <div className={styles.what}>
                    <Link to="/sources">{source.name}</Link>
                    <small>{say('today', { count: source.acceptedToday })}</small>
                  </div>
                  <SourceState state={source.state} />
                  <span className="figure" title={formats.number(source.accepted)}>
                    <Instant at={source.lastEventAt} as="ago" />
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}

/** Which event definitions changed lately, and by whom. */
export function DefinitionsPanel() {
  const say = useWords(homeWords);
  const nameOf = useEventName();
  const asked = useDictionary();
  return (
    <Panel title={say('definitions')} aside={<Link to="/dictionary">{say('toDictionary')}</Link>}>
      <Answer of={asked} small>
        {({ items }) => {
          const changed = items
            .filter(({ updatedAt }) => updatedAt !== null)
            .sort((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
          if (changed.length === 0) return <Empty small title={say('noDefinitions')} />;
          return (
            <ul className={styles.rows}>
              {changed.slice(0, 6).map(({ name, updatedAt, updatedBy, version }) => (
                <li key={name}>
                  <div className={styles.what}>
                    <Link to="/dictionary">{nameOf(name)}</Link>
                    <small>{say('changedBy', { who: updatedBy ?? '', version })}</small>
                  </div>
                  <Instant at={updatedAt} as="ago" real />
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}

/** Queries kept under a name, the latest first. */
export function SavedPanel() {
  const say = useWords(homeWords);
  const asked = useSaved();
  return (
    <Panel title={say('saved')} aside={<Link to="/sql">{say('toSql')}</Link>}>
      <Answer of={asked} small>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noSaved')} action={<Link to="/sql">{say('toSql')}</Link>} />
          ) : (
            <ul className={styles.rows}>
              {[...items]
                .sort((a, b) => b.updatedAt - a.updatedAt)
                .slice(0, 6)
                .map(({ id, name, owner, updatedAt }) => (
                  <li key={id}>
                    <div className={styles.what}>
                      <Link to="/sql">{name}</Link>
                      <small>{owner}</small>
                    </div>
                    <Instant at={updatedAt} as="ago" real />
                  </li>
                ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
