import type { Source } from '@yutang/contracts/sources';
import { useState } from 'react';
import { CodeBlock } from '../../design/copy.tsx';
import { Row } from '../../design/page.tsx';
import { Pill } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { usePublicAddress } from '../address/address-api.ts';
import { snippetsOf } from './snippets.ts';
import styles from './sources-page.module.css';
import { sourcesWords } from './sources-words.ts';

/** Snippets to connect a source. `secret`: the key, while it is known. */
export function SnippetTabs({ source, secret }: { source: Source; secret: string | null }) {
  const say = useWords(sourcesWords);
  const address = usePublicAddress();
  const known = secret ?? source.writeKey;
  const snippets = snippetsOf(source.kind, address, known ?? say('placeholder'));
  const [shown, setShown] = useState(0);
  const snippet = snippets[shown] ?? snippets[0];
  if (!snippet) return null;
  return (
    <div className={styles.snippets}>
      <Row>
        {snippets.map((one, index) => (
          <Pill key={one.label} on={one === snippet} onClick={() => setShown(index)}>
            {say(one.label)}
          </Pill>
        ))}
      </Row>
      <CodeBlock
        code={snippet.code}
        title={known ? say('connectHint') : say('placeholderHint', { placeholder: say('placeholder') })}
      />
    </div>
  );
}
