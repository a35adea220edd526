import { useMemo } from 'react';
import { encode } from 'uqr';

/** A QR code as SVG, always dark on white so that every camera reads it. */
export function Qr({ text, label, size = 176 }: { text: string; label: string; size?: number }) {
  const { path, side } = useMemo(() => {
    const { data } = encode(text, { ecc: 'M', border: 2 });
    let path = '';
    data.forEach((row, y) => {
      row.forEach((dark, x) => {
        if (dark) path += `M${x} ${y}h1v1h-1z`;
      });
    });
    return { path, side: data.length };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      style={{ background: '#fff', borderRadius: 8 }}
    >
      <path d={path} fill="#0b1517" />
    </svg>
  );
}
