import { createContext, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Where and in what money the workspace lives; every time and amount is shown in these. */
export interface Place {
  /** IANA zone. */
  zone: string;
  /** ISO 4217. */
  currency: string;
  /** How far the workspace's clock is ahead of the real one, ms; 0 unless it is a demo. */
  clockOffsetMs?: number;
}

export const PlaceContext = createContext<Place>({ zone: 'Asia/Shanghai', currency: 'CNY' });

/** How numbers, money and instants read in the language shown and the workspace's place. */
export interface Formats {
  language: string;
  zone: string;
  number(value: number): string;
  /** 12 345 → 1.2万 / 12.3K; exact below ten thousand. */
  short(value: number): string;
  percent(share: number): string;
  /** Integer minor units → the workspace's currency. */
  money(minor: number): string;
  /** Epoch ms → `2026-11-21 14:05`. */
  dateTime(at: number): string;
  /** With seconds and milliseconds, for evidence. */
  exact(at: number): string;
  date(at: number): string;
  time(at: number): string;
  /** A calendar day `2026-03-08` → `3月8日` / `8 Mar`. */
  day(date: string): string;
  bytes(value: number): string;
  /** “3 minutes ago”, seen from `now` (epoch ms). */
  ago(at: number, now: number): string;
  duration(ms: number): string;
  /** Names one after the other: `甲、乙` / `a, b`. */
  list(names: readonly string[]): string;
}

const minorDigits = new Map<string, number>();

function digitsOf(currency: string): number {
  let digits = minorDigits.get(currency);
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2;
    minorDigits.set(currency, digits);
  }
  return digits;
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** Makes the formats of one language and place. */
export function makeFormats(language: string, { zone, currency }: Place): Formats {
  const zh = language.startsWith('zh');
  const locale = zh ? 'zh-CN' : 'en-GB';
  const number = new Intl.NumberFormat(locale);
  const short = new Intl.NumberFormat(zh ? 'zh-CN' : 'en', { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: zh ? 'long' : 'short' });
  // Sweden writes ISO dates: sortable, and read the same way in both languages.
  const stamp = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hourCycle: 'h23', ...options });
  const date = stamp({ year: 'numeric', month: '2-digit', day: '2-digit' });
  const time = stamp({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const dateTime = stamp({
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const day = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    month: zh ? 'long' : 'short',
    day: 'numeric',
  });
  const scale = 10 ** digitsOf(currency);
  return {
    language,
    zone,
    number: (value) => number.format(value),
    short: (value) => (Math.abs(value) < 10_000 ? number.format(value) : short.format(value)),
    percent: (share) => percent.format(share),
    money: (minor) => money.format(minor / scale),
    dateTime: (at) => dateTime.format(at),
    exact: (at) => `${date.format(at)} ${time.format(at)}.${String(at % 1000).padStart(3, '0')}`,
    date: (at) => date.format(at),
    time: (at) => time.format(at),
    day: (text) => day.format(Date.parse(`${text}T00:00:00Z`)),
    bytes: (value) => formatBytes(value, number),
    ago: (at, now) => {
      const past = at - now;
      const [unit, size] = steps.find(([, size]) => Math.abs(past) >= size) ?? ['second', 1000];
      return relative.format(Math.trunc(past / size), unit);
    },
    duration: (ms) => formatDuration(ms, zh),
    list: (names) => names.join(zh ? '、' : ', '),
  };
}

function formatBytes(value: number, number: Intl.NumberFormat): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return `${number.format(scaled < 10 && power > 0 ? Math.round(scaled * 10) / 10 : Math.round(scaled))} ${units[power]}`;
}

function formatDuration(ms: number, zh: boolean): string {
  if (ms < 1000) return zh ? `${Math.round(ms)} 毫秒` : `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return zh ? `${seconds} 秒` : `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return zh ? `${minutes} 分钟` : `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return zh ? `${hours} 小时` : `${hours} h`;
  return zh ? `${Math.round(hours / 24)} 天` : `${Math.round(hours / 24)} d`;
}

/** The formats of the language shown now and of the workspace. */
export function useFormats(): Formats {
  const place = useContext(PlaceContext);
  const { i18n } = useTranslation();
  return useMemo(() => makeFormats(i18n.language, place), [i18n.language, place]);
}
