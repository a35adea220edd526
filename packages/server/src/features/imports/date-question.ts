import type { Preview } from '@yutang/contracts/imports';
import { cellText, createZoneClock, dateOrdersOf, isTwoDays, type RowFrame } from '@yutang/core/imports';

type Question = NonNullable<Preview['dateQuestion']>;

/** Collects dates whose day and month nobody told apart (03/04/2026), to be asked about and never guessed. */
export interface DateDoubts {
  look(cells: readonly unknown[]): void;
  question(): Question | null;
}

const timeFields = ['time', 'memberJoinedAt'];

export function createDateDoubts(frame: RowFrame, zone: string): DateDoubts {
  const clock = createZoneClock(frame.spec.zone ?? zone);
  const stated = frame.spec.dateOrder !== undefined && frame.spec.dateOrder !== 'ymd';
  const slots = stated ? [] : timeFields.flatMap((field) => frame.slot(field) ?? []);
  let first: Question | null = null;
  const possible = { dmy: true, mdy: true };
  return {
    look(cells) {
      for (const { column, read } of slots) {
        const value = cellText(read(cells));
        if (!isTwoDays(value)) continue;
        const { dmy, mdy } = dateOrdersOf(value, clock);
        possible.dmy &&= dmy !== undefined;
        possible.mdy &&= mdy !== undefined;
        first ??= { column, value: value.slice(0, 40), dmy: dmy ?? null, mdy: mdy ?? null, only: null };
      }
    },
    question() {
      if (!first) return null;
      const only = possible.dmy === possible.mdy ? null : possible.dmy ? 'dmy' : 'mdy';
      return { ...first, only };
    },
  };
}
