import type { PondFlow } from '@yutang/contracts/pond';
import { useFormats } from '../../design/formats.ts';
import { Tiles } from '../../design/number-tile.tsx';
import { useWords } from '../../words/use-words.ts';
import { reasonsOf } from '../pond/flow-reasons.ts';
import { pondWords } from '../pond/pond-words.ts';
import { FigureTile } from './figure-tile.tsx';
import { sumFlow, useFlowToday, usePond, useToday } from './home-questions.ts';
import { homeWords } from './home-words.ts';

/** The pond today: in, out, net, each with its reasons. */
export function FlowTiles() {
  const say = useWords(homeWords);
  const sayPond = useWords(pondWords);
  const formats = useFormats();
  const { today } = useToday();
  const flow = useFlowToday();
  const pond = usePond();
  const why = (data: PondFlow, direction: 'in' | 'out') =>
    reasonsOf(data, direction)
      .slice(0, 3)
      .map(({ reason, people }) => `${sayPond(`reason.${reason}`)} ${formats.number(people)}`)
      .join(' · ') || say('noReason');
  return (
    <Tiles>
      <FigureTile
        of={flow}
        label={say('inToday')}
        value={(data) => formats.number(sumFlow(data).entered)}
        note={(data) => why(data, 'in')}
        to={() => `/pond?direction=in&day=${today}`}
      />
      <FigureTile
        of={flow}
        label={say('outToday')}
        value={(data) => formats.number(sumFlow(data).left)}
        note={(data) => why(data, 'out')}
        to={() => `/pond?direction=out&day=${today}`}
      />
      <FigureTile
        of={flow}
        label={say('netToday')}
        value={(data) => {
          const { entered, left } = sumFlow(data);
          return `${entered > left ? '+' : ''}${formats.number(entered - left)}`;
        }}
        note={(data) => `+${formats.number(sumFlow(data).entered)} · −${formats.number(sumFlow(data).left)}`}
        to={(data) =>
          `/pond?direction=${sumFlow(data).left > sumFlow(data).entered ? 'out' : 'in'}&day=${today}`
        }
      />
      <FigureTile
        of={pond}
        strong
        label={say('private')}
        value={({ counts }) => formats.number(counts.private)}
        note={() => say('privateNote')}
        to={() => '/customers?state=private'}
      />
    </Tiles>
  );
}
