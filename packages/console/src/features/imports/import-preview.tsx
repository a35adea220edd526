import type { Preview } from '@yutang/contracts/imports';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { useWords } from '../../words/use-words.ts';
import { useEventName } from '../dictionary/event-name.tsx';
import styles from './imports.module.css';
import { importsWords } from './imports-words.ts';

/** What would happen: totals, reasons of rejection, and the first rows with their problems by line. */
export function ImportPreview({ preview }: { preview: Preview }) {
  const say = useWords(importsWords);
  const formats = useFormats();
  const eventName = useEventName();
  const [onlyProblems, setOnlyProblems] = useState(false);
  const { totals } = preview;
  const rows = onlyProblems ? preview.rows.filter((row) => row.problems.length > 0) : preview.rows;
  return (
    <div className={styles.preview}>
      {preview.faults.map((fault) => (
        <Notice key={`${fault.field}-${fault.code}`} tone="bad">
          {fault.reason}
        </Notice>
      ))}
      <Tiles>
        <NumberTile label={say('read')} value={formats.number(totals.read)} />
        <NumberTile strong label={say('accepted')} value={formats.number(totals.accepted)} />
        <NumberTile label={say('rejected')} value={formats.number(totals.rejected)} />
        <NumberTile label={say('repeated')} value={formats.number(totals.repeated)} />
        <NumberTile
          label={say('people')}
          value={formats.number(totals.customers)}
          note={totals.anonymous > 0 ? `${say('anonymous')} ${formats.number(totals.anonymous)}` : null}
        />
      </Tiles>
      <p className={styles.soft}>
        {Object.entries(totals.events)
          .map(([name, count]) => `${eventName(name)} ${formats.number(count)}`)
          .join(' · ')}
      </p>
      {preview.reasons.length > 0 ? (
        <section>
          <h3>{say('reasons')}</h3>
          <ul className={styles.reasons}>
            {preview.reasons.map((reason) => (
              <li key={`${reason.column}-${reason.code}-${reason.reason}`}>
                <span className="figure">{say('rows', { count: reason.count })}</span>
                {reason.column ? <code>{reason.column}</code> : null} {reason.reason}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {totals.rejected > 0 ? (
        <Checkbox checked={onlyProblems} onChange={(event) => setOnlyProblems(event.target.checked)}>
          {say('onlyProblems')}
        </Checkbox>
      ) : null}
      <div className={styles.grid}>
        <table>
          <caption className="visually-hidden">{say('preview')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('line')}</th>
              {preview.header.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
              <th scope="col">{say('becomes')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line} className={row.accepted ? '' : styles.refused}>
                <td>{row.line}</td>
                {preview.header.map((column, index) => {
                  const problem = row.problems.find((one) => one.column === column);
                  return (
                    <td key={column} className={problem ? styles.wrong : ''}>
                      {row.cells[index]}
                      {problem ? <small>{problem.reason}</small> : null}
                    </td>
                  );
                })}
                <td>
                  {row.becomes.map(eventName).join(' · ')}
                  {row.problems
                    .filter((one) => one.column === null)
                    .map((one) => (
                      <small key={one.code}>{one.reason}</small>
                    ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
