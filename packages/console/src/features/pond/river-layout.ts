import type { PondOverview } from '@yutang/contracts/pond';
import { type Domain, ladder } from '../channels/domain-tag.tsx';

/** A channel as it enters the river, heaviest within its class first; `more` > 0: several small ones taken together. */
export interface Tributary {
  key: string;
  /** Null: no event of the person named a channel, or several channels. */
  channel: string | null;
  title: string | null;
  domain: Domain;
  more: number;
  people: number;
  visitor: number;
  private: number;
  stock: number;
}

/** Where a stream ends. */
export type Mouth = 'visitor' | 'private' | 'stock';
export const mouths: readonly Mouth[] = ['visitor', 'private', 'stock'];

/** One band from a tributary to a mouth; y are tops at both ends, in px. */
export interface Band {
  key: string;
  from: Tributary;
  to: Mouth;
  people: number;
  width: number;
  y0: number;
  y1: number;
}

export interface Placed {
  y: number;
  height: number;
}

export interface RiverLayout {
  height: number;
  tributaries: (Tributary & Placed)[];
  mouths: Record<Mouth, Placed & { people: number }>;
  bands: Band[];
}

/** Channels of the overview along the domain ladder; more than `most` are taken together, the smallest first. */
export function tributariesOf(overview: Pick<PondOverview, 'byChannel'>, most: number): Tributary[] {
  const all = overview.byChannel
    .filter((row) => row.counts.people > 0)
    .map<Tributary>((row) => ({
      key: row.channel ?? '-',
      channel: row.channel,
      title: row.title,
      domain: row.domainClass,
      more: 0,
      people: row.counts.visitor + row.counts.private + row.counts.stock,
      visitor: row.counts.visitor,
      private: row.counts.private,
      stock: row.counts.stock,
    }))
    .sort((a, b) => b.people - a.people);
  const shown = all.length > most ? all.slice(0, most - 1) : all;
  const rest = all.slice(shown.length);
  const order = (domain: Domain) => (domain ? ladder.indexOf(domain) : ladder.length);
  shown.sort((a, b) => order(a.domain) - order(b.domain) || b.people - a.people);
  if (rest.length === 0) return shown;
  const sum = (key: 'people' | Mouth) => rest.reduce((total, row) => total + row[key], 0);
  return [
    ...shown,
    {
      key: '…',
      channel: null,
      title: null,
      domain: null,
      more: rest.length,
      people: sum('people'),
      visitor: sum('visitor'),
      private: sum('private'),
      stock: sum('stock'),
    },
  ];
}

/**
 * Places tributaries at the left and the three mouths at the right so that every width is people × one scale.
 * `minLabel` is the least room a tributary needs for its name; `water` the height all people together take.
 */
export function layRiver(
  tributaries: Tributary[],
  water: number,
  minLabel: number,
  mouthGap: number,
): RiverLayout {
  // What is written beside the pond needs this much room, however small the pond is.
  const pondRoom = 128;
  const people = tributaries.reduce((total, row) => total + row.people, 0) || 1;
  const scale = water / people;
  let y = 0;
  const placed = tributaries.map((row) => {
    const height = row.people * scale;
    const room = Math.max(height + 8, minLabel);
    const at = y + (room - height) / 2;
    y += room;
    return { ...row, y: at, height };
  });
  const totals = Object.fromEntries(
    mouths.map((mouth) => [mouth, tributaries.reduce((total, row) => total + row[mouth], 0)]),
  ) as Record<Mouth, number>;
  const around = Math.max(0, (pondRoom - totals.private * scale) / 2);
  const gaps: Record<Mouth, number> = { visitor: mouthGap + around, private: mouthGap + around, stock: 0 };
  const rightHeight = water + gaps.visitor + gaps.private;
  const height = Math.max(y, rightHeight);
  let rightY = (height - rightHeight) / 2;
  const leftShift = (height - y) / 2;
  for (const row of placed) row.y += leftShift;
  const mouthPlaces = {} as RiverLayout['mouths'];
  for (const mouth of mouths) {
    const size = totals[mouth] * scale;
    mouthPlaces[mouth] = { y: rightY, height: size, people: totals[mouth] };
    rightY += size + gaps[mouth];
  }
  const bands: Band[] = [];
  const filled: Record<Mouth, number> = { visitor: 0, private: 0, stock: 0 };
  for (const row of placed) {
    let y0 = row.y;
    for (const mouth of mouths) {
      const width = row[mouth] * scale;
      if (width === 0) continue;
      const y1 = mouthPlaces[mouth].y + filled[mouth];
      bands.push({ key: `${row.key}→${mouth}`, from: row, to: mouth, people: row[mouth], width, y0, y1 });
      y0 += width;
      filled[mouth] += width;
    }
  }
  return { height, tributaries: placed, mouths: mouthPlaces, bands };
}

/** The outline of a band from (x0, y0) to (x1, y1), `width` tall at both ends; never thinner than a hair. */
export function bandPath(
  x0: number,
  x1: number,
  { y0, y1, width }: Pick<Band, 'y0' | 'y1' | 'width'>,
): string {
  const tall = Math.max(width, 0.75);
  const middle = (x0 + x1) / 2;
  return (
    `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}` +
    `V${y1 + tall}C${middle} ${y1 + tall} ${middle} ${y0 + tall} ${x0} ${y0 + tall}Z`
  );
}
