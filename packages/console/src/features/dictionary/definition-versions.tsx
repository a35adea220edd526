import { useQuery } from '@tanstack/react-query';
import type { DefinitionVersion } from '@yutang/contracts/dictionary';
import { Button } from 'antd';
import { Instant } from '../../design/instant.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './dictionary.module.css';
import { definitionVersions } from './dictionary-api.ts';
import { dictionaryWords } from './dictionary-words.ts';

interface DefinitionVersionsProps {
  name: string;
  /** Brings a version back into the form; absent for those who may not write. */
  onRestore: ((definition: NonNullable<DefinitionVersion['definition']>) => void) | undefined;
}

/** Who changed the definition when, newest first. */
export function DefinitionVersions({ name, onRestore }: DefinitionVersionsProps) {
  const say = useWords(dictionaryWords);
  const asked = useQuery({
    queryKey: ['dictionary', 'versions', name],
    queryFn: () => definitionVersions(name),
  });
  return (
    <section className={styles.section}>
      <h3>{say('versions')}</h3>
      <Answer of={asked} small>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.soft}>{say('noVersions')}</p>
          ) : (
            <ul className={styles.versions}>
              {items.map(({ version, definition, at, by }) => (
                <li key={version}>
                  <span>
                    <strong>{say('version', { version })}</strong>{' '}
                    {definition
                      ? say('versionLine', {
                          mode: say(`mode.${definition.mode}`),
                          count: Object.keys(definition.properties).length,
                        })
                      : say('deletedVersion')}
                    <small>
                      {by} · <Instant at={at} />
                    </small>
                  </span>
                  {definition && onRestore ? (
                    <Button size="small" onClick={() => onRestore(definition)}>
                      {say('restore')}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  );
}
