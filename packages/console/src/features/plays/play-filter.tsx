import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useWords } from '../../words/use-words.ts';
import { usePlays } from './plays-api.ts';
import { playsWords } from './plays-words.ts';

/** The play that narrows this page: in the address, so that a link keeps it. '' when none does. */
export function usePlayFilter(): [play: string, setPlay: (code: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = (code: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (code) next.set('play', code);
        else next.delete('play');
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return [params.get('play') ?? '', set];
}

/** Chooses the play; the same box on every page that a play can narrow. Not there while there are no plays. */
export function PlayFilter({ className }: { className?: string | undefined }) {
  const say = useWords(playsWords);
  const plays = usePlays();
  const [play, setPlay] = usePlayFilter();
  const items = plays.data?.items ?? [];
  if (items.length === 0 && !play) return null;
  const known = items.some((item) => item.code === play);
  return (
    <Select
      className={className ?? ''}
      style={className ? {} : { minWidth: 150 }}
      aria-label={say('filter')}
      placeholder={say('anyPlay')}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={play || null}
      onChange={(code: string | null | undefined) => setPlay(code ?? '')}
      options={[
        ...(play && !known ? [{ value: play, label: play }] : []),
        ...items.map((item) => ({ value: item.code, label: item.name })),
      ]}
    />
  );
}
