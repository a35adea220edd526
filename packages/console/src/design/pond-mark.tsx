/** The mark: a fish over two waves. */
export function PondMark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flex: 'none' }}>
      <rect width="32" height="32" rx="9" fill="#0b7285" />
      <g fill="none" strokeLinecap="round" strokeWidth="2">
        <path d="M5 20c3.4-2.6 6.8-2.6 11 0s7.6 2.6 11 0" stroke="#bfe6ea" />
        <path d="M8 25c2.6-1.8 5-1.8 8 0s5.4 1.8 8 0" stroke="#7cc4cd" />
      </g>
      <path
        d="M7 12.2c3-4 9.4-5 13.2-.6l3.3-2.7c.5 2.2.5 4.4 0 6.6l-3.3-2.7C16.4 16.8 10 16.2 7 12.2Z"
        fill="#fff"
      />
      <circle cx="11.2" cy="11.7" r="1.1" fill="#0b7285" />
    </svg>
  );
}
