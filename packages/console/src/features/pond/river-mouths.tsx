import type { PondFlow } from '@yutang/contracts/pond';
import { useFormats } from '../../design/formats.ts';
import { SvgButton } from '../../design/svg-button.tsx';
import { useWords } from '../../words/use-words.ts';
import { reasonsOf } from './flow-reasons.ts';
import type { Behind } from './people-behind.ts';
import { pondWords } from './pond-words.ts';
import styles from './river.module.css';
import type { Mouth, Placed, RiverLayout } from './river-layout.ts';

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
  const act = (mouth: Mouth, text: string, people: number) => ({
    label: `${text} ${formats.number(people)}`,
    className: styles.mouth,
    onLight: (on: boolean) => onLight(on ? mouth : null),
    onPress: () => onOpen({ state: mouth }),
  });
  const textX = x + (phone ? 14 : 22);
  const label = (mouth: Mouth, text: string, people: number, { y, height }: Placed) => (
    <SvgButton {...act(mouth, text, people)}>
      <rect x={x} y={y} width={phone ? 6 : 8} height={Math.max(height, 2)} rx={2} className={styles[mouth]} />
      <rect x={x} y={y - 6} width={width} height={Math.max(height, 30) + 12} fill="transparent" />
      <text className={styles.mouthName} x={textX} y={y + Math.max(height / 2, 7) - 4}>
        {text}
      </text>
      <text className={styles.mouthCount} x={textX} y={y + Math.max(height / 2, 7) + 14}>
        {formats.number(people)}
      </text>
    </SvgButton>
  );
  const room = { y: pond.y + pond.height / 2 - 64, height: Math.max(pond.height, 128) };
  if (pond.height > 128) room.y = pond.y;
  const line = room.y + room.height / 2 - 34;
  return (
    <>
      {label('visitor', say('mist'), visitor.people, visitor)}
      <SvgButton {...act('private', say('pond'), pond.people)}>
        <rect
          x={x}
          y={pond.y}
          width={phone ? 6 : 8}
          height={Math.max(pond.height, 2)}
          rx={2}
          className={styles.private}
        />
        <Basin x={x + (phone ? 6 : 8)} width={width - (phone ? 6 : 8)} mouth={pond} room={room} />
        <text className={styles.mouthName} x={textX} y={line + 8}>
          {say('pond')}
        </text>
        <text className={styles.bigCount} x={textX} y={line + 34}>
          {formats.number(pond.people)}
        </text>
      </SvgButton>
      {label('stock', say(phone ? 'tile.stock' : 'bank'), stock.people, stock)}
      {evaporated > 0 ? (
        <g className={styles.vapour}>
          <SvgButton
            className={styles.mouth}
            label={`${say('evaporated', { days })} ${formats.number(evaporated)}`}
            onPress={() => onOpen({ direction: 'out' })}
          >
            <path className={styles.wisp} d={`M${textX + 1} ${line + 57}c-3-3 3-5 0-8s3-5 0-8`} />
            <path className={styles.wisp} d={`M${textX + 7} ${line + 57}c-3-3 3-5 0-8s3-5 0-8`} />
            <text x={textX + 15} y={line + 54}>
              −{formats.number(evaporated)}
              {phone ? '' : ` · ${say('evaporated', { days })}`}
            </text>
          </SvgButton>
          {(phone ? [] : out.slice(0, 2)).map((row, index) => (
            <SvgButton
              key={row.reason}
              className={`${styles.mouth} ${styles.why}`}
              label={`${say(`reason.${row.reason}`)} ${formats.number(row.people)}`}
              onPress={() => onOpen({ direction: 'out', reason: row.reason })}
            >
              <text x={textX + 15} y={line + 72 + index * 16}>
                {say(`reason.${row.reason}`)} {formats.number(row.people)}
              </text>
            </SvgButton>
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

/** The pond itself: where the bands end it widens into still water with a few ripples. */
function Basin({ x, width, mouth, room }: { x: number; width: number; mouth: Placed; room: Placed }) {
  const right = x + width - 4;
  const bottom = room.y + room.height;
  const end = mouth.y + Math.max(mouth.height, 2);
  return (
    <>
      <path
        className={styles.basin}
        d={
          `M${x} ${mouth.y}C${x + 14} ${mouth.y} ${x + 8} ${room.y} ${x + 26} ${room.y}H${right - 26}` +
          `Q${right} ${room.y} ${right} ${room.y + 28}V${bottom - 28}Q${right} ${bottom} ${right - 26} ${bottom}` +
          `H${x + 26}C${x + 8} ${bottom} ${x + 14} ${end} ${x} ${end}Z`
        }
      />
      {[0, 1, 2].map((ring) => (
        <ellipse
          key={ring}
          className={styles.ring}
          cx={right - 34}
          cy={room.y + 26}
          rx={8 + ring * 9}
          ry={2.6 + ring * 3}
          opacity={0.5 - ring * 0.14}
        />
      ))}
    </>
  );
}
