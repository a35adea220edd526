import type { PondFlow, PondOverview } from '@yutang/contracts/pond';
import { useMemo, useState } from 'react';
import { useFormats } from '../../design/formats.ts';
import { SvgButton } from '../../design/svg-button.tsx';
import { useWidth } from '../../design/use-width.ts';
import { useWords } from '../../words/use-words.ts';
import { domainColour } from '../channels/domain-tag.tsx';
import type { Behind } from './people-behind.ts';
import { pondWords } from './pond-words.ts';
import styles from './river.module.css';
import { type Band, bandPath, layRiver, type Mouth, type Tributary, tributariesOf } from './river-layout.ts';
import { RiverMouths } from './river-mouths.tsx';

export interface RiverProps {
  overview: PondOverview;
  /** Of the days asked for: what left the pond, and why. */
  flow: PondFlow | undefined;
  days: number;
  onOpen: (behind: Behind) => void;
}

/** Who a band or tributary stands for; null when it stands for several channels. */
export function behindOf(from: Tributary, to?: Mouth): Behind | null {
  if (from.more > 0) return null;
  return { channel: from.channel ?? '-', ...(to ? { state: to } : {}) };
}

/** The river: real counts from the channels of first touch to pond, bank and mist. */
export function River({ overview, flow, days, onOpen }: RiverProps) {
  const say = useWords(pondWords);
  const formats = useFormats();
  const [ref, width] = useWidth<HTMLDivElement>();
  const [lit, setLit] = useState<string | null>(null);
  const phone = width < 560;
  const layout = useMemo(
    () =>
      layRiver(tributariesOf(overview, phone ? 8 : 12), phone ? 250 : 330, phone ? 34 : 30, phone ? 40 : 34),
    [overview, phone],
  );
  const left = phone ? 6 : 178;
  const right = width - (phone ? 104 : 214);
  const top = 14;
  const height = layout.height + top + 20;
  const titleOf = (row: Tributary) =>
    row.more > 0 ? say('others', { count: row.more }) : (row.title ?? row.channel ?? say('noChannel'));
  const describe = (row: Tributary) =>
    say('riverLabel', {
      channel: titleOf(row),
      people: formats.number(row.people),
      private: formats.number(row.private),
      stock: formats.number(row.stock),
      visitor: formats.number(row.visitor),
    });
  const faded = (band: Band) => lit !== null && lit !== band.from.key && lit !== band.to && lit !== band.key;
  return (
    <div ref={ref} className={styles.river}>
      {width > 0 ? (
        <svg width={width} height={height} className={styles.drawing}>
          <title>{say('river')}</title>
          <defs>
            {layout.tributaries.map((row) =>
              (['visitor', 'private', 'stock'] as const).map((mouth) => (
                <linearGradient key={`${row.key}${mouth}`} id={gradientId(row, mouth)}>
                  <stop offset="0" stopColor={domainColour(row.domain)} stopOpacity="0.62" />
                  <stop
                    offset="1"
                    stopColor={mouthColour(mouth)}
                    stopOpacity={mouth === 'visitor' ? 0.2 : 0.72}
                  />
                </linearGradient>
              )),
            )}
          </defs>
          <g transform={`translate(0 ${top})`}>
            {layout.bands.map((band) => (
              <SvgButton
                key={band.key}
                label={`${titleOf(band.from)} → ${say(mouthWord[band.to])} ${formats.number(band.people)}`}
                className={`${styles.band} ${faded(band) ? styles.faded : ''}`}
                idle={band.from.more > 0}
                onLight={(on) => setLit(on ? band.key : null)}
                onPress={() => open(behindOf(band.from, band.to), onOpen)}
              >
                <path d={bandPath(left, right, band)} fill={`url(#${gradientId(band.from, band.to)})`} />
                <title>{`${titleOf(band.from)} → ${say(mouthWord[band.to])} ${formats.number(band.people)}`}</title>
              </SvgButton>
            ))}
            <Currents bands={layout.bands} left={left} right={right} />
            {layout.tributaries.map((row) => (
              <SvgButton
                key={row.key}
                className={styles.tributary}
                label={describe(row)}
                idle={row.more > 0}
                onLight={(on) => setLit(on ? row.key : null)}
                onPress={() => open(behindOf(row), onOpen)}
              >
                <rect
                  x={left - 5}
                  y={row.y}
                  width={5}
                  height={Math.max(row.height, 1.5)}
                  rx={1.5}
                  fill={domainColour(row.domain)}
                />
                {phone ? (
                  <text className={styles.over} x={left + 8} y={row.y + row.height / 2 + 4}>
                    {titleOf(row)} <tspan className={styles.count}>{formats.short(row.people)}</tspan>
                  </text>
                ) : (
                  <>
                    <text
                      className={styles.name}
                      x={left - 62}
                      y={row.y + row.height / 2 + 4}
                      textAnchor="end"
                    >
                      {clip(titleOf(row), 11)}
                    </text>
                    <text
                      className={styles.count}
                      x={left - 14}
                      y={row.y + row.height / 2 + 4}
                      textAnchor="end"
                    >
                      {formats.short(row.people)}
                    </text>
                  </>
                )}
                <title>{describe(row)}</title>
              </SvgButton>
            ))}
            <RiverMouths
              layout={layout}
              x={right}
              width={width - right}
              flow={flow}
              days={days}
              phone={phone}
              onLight={setLit}
              onOpen={onOpen}
            />
          </g>
        </svg>
      ) : null}
    </div>
  );
}

const mouthWord = { visitor: 'mist', private: 'pond', stock: 'bank' } as const;

function open(behind: Behind | null, onOpen: (behind: Behind) => void): void {
  if (behind) onOpen(behind);
}

/** Chinese counts double: about as wide as two Latin letters. */
function clip(text: string, wide: number): string {
  let used = 0;
  let out = '';
  for (const letter of text) {
    used += letter.charCodeAt(0) > 0x2e80 ? 1 : 0.56;
    if (used > wide) return `${out}…`;
    out += letter;
  }
  return out;
}

function gradientId(row: Tributary, mouth: Mouth): string {
  return `river-${mouth}-${encodeURIComponent(row.key).replace(/[^A-Za-z0-9]/g, '_')}`;
}

function mouthColour(mouth: Mouth): string {
  if (mouth === 'private') return 'var(--private)';
  return mouth === 'stock' ? 'var(--stock)' : 'var(--ink-faint)';
}

/** Threads of light that drift down the broad bands: the only thing that moves. */
function Currents({ bands, left, right }: { bands: Band[]; left: number; right: number }) {
  const middle = (left + right) / 2;
  return (
    <g className={styles.currents}>
      {bands
        .filter((band) => band.width > 7 && band.to !== 'visitor')
        .map((band) => {
          const [a, b] = [band.y0 + band.width / 2, band.y1 + band.width / 2];
          return <path key={band.key} d={`M${left} ${a}C${middle} ${a} ${middle} ${b} ${right} ${b}`} />;
        })}
    </g>
  );
}
