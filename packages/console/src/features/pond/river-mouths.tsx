import type { PondFlow } from '@yutang/contracts/pond';
import { useFormats } from '../../design/formats.ts';
import { useWords } from '../../words/use-words.ts';
import { reasonsOf } from './flow-reasons.ts';
import type { Behind } from './people-behind.ts';
import { pondWords } from './pond-words.ts';
import type { Mouth, RiverLayout } from './river-layout.ts';
import styles from './river.module.css';

interface RiverMouthsProps {
  layout: RiverLayout;
  x: number;
  width: number;
  flow: PondFlow | undefined;
  days: number;
  phone: boolean;
  onLight: (key: string | null) => void;
  onOpen: (behind: Behind) => void;
}

/** The right bank: mist above, the pond with what rises from it, the stock on the bank below. */
export function RiverMouths({ layout, x, width, flow, days, phone, onLight, onOpen }: RiverMouthsProps) {
  const say = useWords(pondWords);
  const formats = useFormats();
  const { visitor, private: pond, stock } = layout.mouths;
  const out = flow ? reasonsOf(flow, 'out') : [];
  const evaporated = out.reduce((sum, row) => sum + row.people, 0);
  const act = (mouth: Mouth) => ({
    role: 'button' as const,
    tabIndex: 0,
    className: styles.mouth,
    onMouseEnter: () => onLight(mouth),
    onMouseLeave: () => onLight(null),
    onClick: () => onOpen({ state: mouth }),
    onKeyDown: (event: React.KeyboardEvent) => event.key === 'Enter' && onOpen({ state: mouth }),
  });
  const label = (mouth: Mouth, text: string, people: number, y: number, height: number) => (
    <g {...act(mouth)} aria-label={`${text} ${formats.number(people)}`}>
      <rect x={x} y={y} width={phone ? 6 : 8} height={Math.max(height, 2)} rx={2} className={styles[mouth]} />
      <rect x={x} y={y - 6} width={width} height={Math.max(height, 30) + 12} fill="transparent" />
      <text className={styles.mouthName} x={x + (phone ? 14 : 20)} y={y + Math.max(height / 2, 7) - 4}>
        {text}
      </text>
      <text
        className={mouth === 'private' ? styles.bigCount : styles.mouthCount}
        x={x + (phone ? 14 : 20)}
        y={y + Math.max(height / 2, 7) + (mouth === 'private' ? 19 : 14)}
      >
        {formats.number(people)}
      </text>
    </g>
  );
  const pondX = x + (phone ? 14 : 20);
  const vapourTop = pond.y + pond.height / 2 + 42;
  return (
    <>
      {label('visitor', say('mist'), visitor.people, visitor.y, visitor.height)}
      {label('private', say('pond'), pond.people, pond.y, pond.height)}
      {label('stock', say('bank'), stock.people, stock.y, stock.height)}
      {evaporated > 0 && pond.height > (phone ? 70 : 96) ? (
        <g className={styles.vapour}>
          <g
            role="button"
            tabIndex={0}
            className={styles.mouth}
            aria-label={`${say('evaporated', { days })} ${formats.number(evaporated)}`}
            onClick={() => onOpen({ direction: 'out' })}
            onKeyDown={(event) => event.key === 'Enter' && onOpen({ direction: 'out' })}
          >
            <path className={styles.wisp} d={`M${pondX + 1} ${vapourTop + 8}c-3-3 3-5 0-8s3-5 0-8`} />
            <path className={styles.wisp} d={`M${pondX + 7} ${vapourTop + 8}c-3-3 3-5 0-8s3-5 0-8`} />
            <text x={pondX + 16} y={vapourTop + 4}>
              −{formats.number(evaporated)} · {phone ? say('days', { count: days }) : say('evaporated', { days })}
            </text>
          </g>
          {(phone ? [] : out.slice(0, 3)).map((row, index) => (
            <text
              key={row.reason}
              x={pondX + 16}
              y={vapourTop + 22 + index * 17}
              className={`${styles.mouth} ${styles.why}`}
              onClick={() => onOpen({ direction: 'out', reason: row.reason })}
            >
              {say(`reason.${row.reason}`)} {formats.number(row.people)}
            </text>
          ))}
        </g>
      ) : null}
      <path
        className={styles.bankLine}
        d={`M${x - 4} ${stock.y - 16}h${width - 6}M${x + 8} ${stock.y - 12}l-5 5M${x + 20} ${stock.y - 12}l-5 5M${x + 32} ${stock.y - 12}l-5 5`}
      />
    </>
  );
}
