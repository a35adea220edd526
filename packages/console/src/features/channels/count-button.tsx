import { Button } from 'antd';
import { useFormats } from '../../design/formats.ts';

/** A number that opens the people behind it; 0 opens nobody. */
export function CountButton({ value, onOpen }: { value: number; onOpen: () => void }) {
  const formats = useFormats();
  if (value === 0) return <span className="figure">0</span>;
  return (
    <Button
      type="link"
      size="small"
      style={{ padding: 0, height: 'auto' }}
      className="figure"
      onClick={onOpen}
    >
      {formats.number(value)}
    </Button>
  );
}
