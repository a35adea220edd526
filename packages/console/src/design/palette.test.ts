import { describe, expect, it } from 'vitest';
import { type Palette, palettes } from './palette.ts';

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Text on ground, as the console sets it. */
const pairs: [text: keyof Palette, ground: keyof Palette][] = [
  ...(['ink', 'inkSoft', 'inkFaint', 'water', 'clay', 'reed'] as const).flatMap((text) =>
    (['paper', 'surface', 'sunken', 'raised'] as const).map((ground): [keyof Palette, keyof Palette] => [
      text,
      ground,
    ]),
  ),
  ['waterDeep', 'waterSoft'],
  ['inkSoft', 'waterSoft'],
  ['onWater', 'water'],
  ['reed', 'reedSoft'],
  ['clay', 'claySoft'],
  ['amber', 'amberSoft'],
];

describe('the palette', () => {
  for (const [tone, palette] of Object.entries(palettes)) {
    it(`keeps text readable in ${tone}: at least 4.5 : 1 (WCAG AA)`, () => {
      for (const [text, ground] of pairs) {
        expect(contrast(palette[text], palette[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    });
  }
});
