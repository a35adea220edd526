/** Line icons on a 20-unit grid, 1.5 wide; drawn here because a menu of sixteen does not need a library. */
const shapes = {
  today: 'M5 13.5a5 5 0 0 1 10 0M2 13.5h16M6.5 17h7M10 3v2.5M3.8 6.3l1.7 1.7M16.2 6.3l-1.7 1.7',
  pond: 'M2.5 8.5c2.5-2 5-2 7.5 0s5 2 7.5 0M2.5 13c2.5-2 5-2 7.5 0s5 2 7.5 0M6 4.5h8',
  customers:
    'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 16.5c.4-3 2.6-4.7 5.5-4.7s5.1 1.7 5.5 4.7M13 4a2.7 2.7 0 0 1 0 5.3M15 12.3c1.700.6 2.8 2 3 4.2',
  tags: 'M3 3.5h6.5l7 7-6 6-7-7V3.5ZM6.5 7v.1',
  identity: 'M6.5 7.5a3 3 0 1 0 0 5h.6M13.5 12.5a3 3 0 1 0 0-5h-.6M7 10h6',
  channels:
    'M3 5.5h4c4 0 3 9 7 9h3M3 14.5h4c1.4 0 2.2-1.1 2.7-2.5M11.3 7.8C11.8 6.5 12.5 5.5 14 5.5h3M15 3.5l2 2-2 2M15 12.5l2 2-2 2',
  sources:
    'M4 5c0-1.4 2.7-2.5 6-2.5S16 3.6 16 5s-2.7 2.5-6 2.5S4 6.4 4 5ZM4 5v10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5V5M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5',
  sql: 'M3 4h14v12H3zM6 8l2.5 2L6 12M10.5 12.5H14',
  live: 'M10 11.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM6.5 13.5a5 5 0 0 1 0-7M13.5 6.5a5 5 0 0 1 0 7M4 16a8.5 8.5 0 0 1 0-12M16 4a8.5 8.5 0 0 1 0 12',
  dictionary:
    'M4 4.5c2-1 4.2-1 6 .2v12c-1.8-1.2-4-1.2-6-.2v-12ZM16 4.5c-2-1-4.2-1-6 .2v12c1.8-1.2 4-1.2 6-.2v-12Z',
  quarantine: 'M10 2.5 17 5v5c0 4-2.9 6.6-7 7.8C5.9 16.6 3 14 3 10V5l7-2.5ZM10 6.5v4M10 13.4v.1',
  imports: 'M10 3v9M6.5 8.8 10 12.3l3.5-3.5M3.5 13v2.5c0 .8.7 1.5 1.5 1.5h10c.8 0 1.5-.7 1.5-1.5V13',
  keys: 'M7 13.5a3.5 3.5 0 1 1 2.9-5.4L17 8.2v3h-2v2h-2.5v-2H10A3.5 3.5 0 0 1 7 13.5ZM6.5 10v.1',
  webhooks: 'M3 10h8M8 6.5 11.5 10 8 13.5M12 4h3.5a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H12',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  team: 'M10 8.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM5 17c.3-3.3 2.2-5.2 5-5.2s4.7 1.9 5 5.2ZM3.8 10.5a2 2 0 1 1 .7-3.6M16.2 10.5a2 2 0 1 0-.7-3.6',
  audit: 'M5 2.8h7l3 3v11.4H5V2.8ZM12 2.8v3h3M7.5 9.5h5M7.5 12h5M7.5 14.5h3',
  health: 'M2.5 10.5h3l2-5 4 9.5 2-4.5h4',
  spend: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM7 6.5l3 3.5 3-3.5M7 10h6M7 12.3h6M10 10v4',
  plays: 'M5 17.5V3M5 3.5h10.5l-2.5 3.5 2.5 3.5H5',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  close: 'm5 5 10 10M15 5 5 15',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l4 4',
  steps: 'M3 16h4v-4h4V8h4V4h2',
  parties: 'M4 17V4h8v13M12 8h4v9M6.5 7h3M6.5 10h3M6.5 13h3M2.5 17h15',
  smile: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM7 12a3.6 3.6 0 0 0 6 0M7.5 8h.01M12.5 8h.01',
  filter: 'M3 5h14M5.5 10h9M8 15h4',
  download: 'M10 3v9M6.5 8.8 10 12.3l3.5-3.5M4 16.5h12',
  upload: 'M10 12.5v-9M6.5 6.8 10 3.3l3.5 3.5M4 16.5h12',
  copy: 'M7 7h9.5v9.5H7zM4 13H3.5V3.5H13V4',
  check: 'm4 10.5 4 4 8-9',
  plus: 'M10 4v12M4 10h12',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  forward: 'M8 4.5 13.5 10 8 15.5',
  down: 'm5 7.5 5 5 5-5',
  up: 'm5 12.5 5-5 5 5',
  sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z',
  system: 'M3 4h14v9.5H3zM7.5 17h5M10 13.5V17',
  pause: 'M7 5v10M13 5v10',
  play: 'M6.5 4.5v11l9-5.5-9-5.5Z',
  undo: 'M7 4.5 3.5 8 7 11.5M4 8h7.5a4.5 4.5 0 0 1 0 9H8',
  trash: 'M3.5 5.5h13M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5',
  split: 'M4 10h4l4-5h4M8 10l4 5h4M14 3l2 2-2 2M14 13l2 2-2 2',
  merge: 'M4 5h3l4.5 5H16M4 15h3l4.5-5M14 8l2 2-2 2',
  info: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 9v4.5M10 6.5v.1',
  warn: 'M10 3 18 16.5H2L10 3ZM10 8v4M10 14v.1',
  external: 'M8 4.5H4v11.5h11.5v-4M11.5 3.5h5v5M16.5 3.5 9.5 10.5',
  leave: 'M8 3.5H4v13h4M8 10h9M14 7l3 3-3 3',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.3M16.5 3.5v3h-3',
  person: 'M10 9.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM4 17c.4-3.4 2.7-5.2 6-5.2s5.6 1.8 6 5.2',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 6v4.3l2.8 1.7',
} as const;

export type IconName = keyof typeof shapes;

/** A decorative line icon; give the control around it the accessible name. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none', display: 'block' }}
    >
      <path d={shapes[name]} />
    </svg>
  );
}
