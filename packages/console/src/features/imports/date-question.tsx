import type { ImportSpec, Preview } from '@yutang/contracts/imports';
import { Button } from 'antd';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { Row } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { importsWords } from './imports-words.ts';

interface DateQuestionProps {
  question: NonNullable<Preview['dateQuestion']>;
  onAnswer: (order: NonNullable<ImportSpec['dateOrder']>) => void;
}

/** 03/04/2026 is two days until somebody says which: both are shown, and nothing is guessed. */
export function DateQuestion({ question, onAnswer }: DateQuestionProps) {
  const say = useWords(importsWords);
  const formats = useFormats();
  const answers = (['dmy', 'mdy'] as const).flatMap((order) => {
    const at = question[order];
    return at === null ? [] : [{ order, at }];
  });
  return (
    <Notice
      tone="warn"
      action={
        <Row>
          {answers.map(({ order, at }) => (
            <Button key={order} size="small" onClick={() => onAnswer(order)}>
              {formats.date(at)} · {say(`date.${order}`)}
            </Button>
          ))}
        </Row>
      }
    >
      {question.column ? <code>{question.column}</code> : null} {say('dateAsk', { value: question.value })}
      {question.only ? ` ${say('dateOnly', { order: say(`date.${question.only}`) })}` : ''}
    </Notice>
  );
}
