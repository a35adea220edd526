/** Light or dark, as painted (never "system"). */
export type Tone = 'light' | 'dark';

/**
 * The pond's colours. `water` is the accent; silt → clear water runs along the domain ladder, so that the same
 * colour always means the same distance from the house. Text colours keep at least 4.5 : 1 on `surface` and `paper`.
 */
export interface Palette {
  paper: string;
  surface: string;
  sunken: string;
  raised: string;
  line: string;
  lineStrong: string;
  ink: string;
  inkSoft: string;
  inkFaint: string;
  water: string;
  waterDeep: string;
  waterSoft: string;
  onWater: string;
  reed: string;
  reedSoft: string;
  clay: string;
  claySoft: string;
  amber: string;
  amberSoft: string;
  /** Domain classes, most public first. */
  public: string;
  commercial: string;
  semi: string;
  private: string;
  stock: string;
}

export const palettes: Record<Tone, Palette> = {
  light: {
    paper: '#f3f7f7',
    surface: '#ffffff',
    sunken: '#f7fafa',
    raised: '#ffffff',
    line: '#e2eaea',
    lineStrong: '#c6d4d5',
    ink: '#11262b',
    inkSoft: '#435c63',
    inkFaint: '#5d737a',
    water: '#0b7285',
    waterDeep: '#084f5d',
    waterSoft: '#e1f1f3',
    onWater: '#ffffff',
    reed: '#2c7049',
    reedSoft: '#e4f2e8',
    clay: '#b03a2b',
    claySoft: '#fbe9e5',
    amber: '#8a5a08',
    amberSoft: '#fbf0d9',
    public: '#a3988a',
    commercial: '#c9974a',
    semi: '#6fb3a8',
    private: '#0b7285',
    stock: '#8590ad',
  },
  dark: {
    paper: '#0b1517',
    surface: '#112023',
    sunken: '#0e1a1d',
    raised: '#17292d',
    line: '#213539',
    lineStrong: '#35505a',
    ink: '#e5eff0',
    inkSoft: '#abc0c4',
    inkFaint: '#8ba3a8',
    water: '#4fb8c6',
    waterDeep: '#9bdbe3',
    waterSoft: '#133238',
    onWater: '#06191d',
    reed: '#74c08d',
    reedSoft: '#15301f',
    clay: '#ef8f7e',
    claySoft: '#3a1d18',
    amber: '#dfb15f',
    amberSoft: '#33270f',
    public: '#8f8577',
    commercial: '#c2934d',
    semi: '#5c9e94',
    private: '#3aa3b3',
    stock: '#7f8aaa',
  },
};

/** `waterSoft` → `--water-soft`. */
function variable(name: string): string {
  return `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

/** Sets the palette as CSS variables on the document, and tells the browser for its own controls. */
export function paint(tone: Tone): void {
  const root = document.documentElement;
  for (const [name, colour] of Object.entries(palettes[tone])) root.style.setProperty(variable(name), colour);
  root.style.colorScheme = tone;
  root.dataset.tone = tone;
}
