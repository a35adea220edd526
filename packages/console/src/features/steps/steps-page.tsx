import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StepList, StepReport, StepReportQuery } from '@yutang/contracts/steps';
import { Button, DatePicker, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Page, Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { zonedMidnight } from '../../design/zoned-midnight.ts';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useChannels } from '../channels/channels-api.ts';
import { PeopleList } from '../customers/people-list.tsx';
import { PlayFilter, usePlayFilter } from '../plays/play-filter.tsx';
import { type StepRow, StepTable } from './step-table.tsx';
import { putSteps, resetSteps, stepPeople, stepReport, useStepName } from './steps-api.ts';
import { StepsDialog } from './steps-dialog.tsx';
import { stepsWords } from './steps-words.ts';

/** Whether each step toward loyalty leaves data points, and of whom. */
export function StepsPage() {
  const say = useWords(stepsWords);
  const session = useSession();
  const { query, filters } = useWindow();
  const [editing, setEditing] = useState(false);
  const [former, setFormer] = useState<StepList | null>(null);
  const asked = useQuery({
    queryKey: ['steps', 'report', query],
    queryFn: () => stepReport(query),
    placeholderData: keepPreviousData,
  });
  const report = asked.data;
  const may = session.can('dictionary.write') && report !== undefined;
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={may ? <Button onClick={() => setEditing(true)}>{say('edit')}</Button> : null}
    >
      {filters}
      {former ? <Undo former={former} onDone={() => setFormer(null)} /> : null}
      <Answer of={asked}>
        {(found) => <Report report={found} query={query} onReset={() => setFormer(listOf(found))} />}
      </Answer>
      {editing && report ? (
        <StepsDialog
          steps={report.steps}
          onSaved={() => setFormer(listOf(report))}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </Page>
  );
}

const listOf = ({ own, steps }: StepReport): StepList => ({
  own,
  steps: steps.map(({ key, name, events, channel, times }) => ({ key, name, events, channel, times })),
});

/** The window of time, the channel and the play that narrow the page. */
function useWindow(): { query: StepReportQuery; filters: React.ReactNode } {
  const say = useWords(stepsWords);
  const { workspace } = useSession();
  const channels = useChannels();
  const [play] = usePlayFilter();
  const [channel, setChannel] = useState<string | null>(null);
  const [span, setSpan] = useState<[Dayjs | null, Dayjs | null] | null>(null);
  const midnight = (day: Dayjs) => zonedMidnight(day.format('YYYY-MM-DD'), workspace.zone);
  const query: StepReportQuery = {
    ...(span?.[0] && { from: midnight(span[0]) }),
    ...(span?.[1] && { to: midnight(span[1].add(1, 'day')) }),
    ...(channel !== null && { channel }),
    ...(play && { play }),
  };
  const filters = (
    <Row>
      <DatePicker.RangePicker
        aria-label={say('period')}
        placeholder={[say('from'), say('to')]}
        allowEmpty={[true, true]}
        value={span}
        onChange={setSpan}
      />
      <Select
        aria-label={say('channel')}
        placeholder={say('anyChannel')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ minWidth: 150 }}
        value={channel}
        onChange={(next: string | null | undefined) => setChannel(next ?? null)}
        options={(channels.data?.items ?? []).map(({ name, title }) => ({ value: name, label: title }))}
      />
      <PlayFilter />
    </Row>
  );
  return { query, filters };
}

/** After a change: the list as it was, one click away. */
function Undo({ former, onDone }: { former: StepList; onDone: () => void }) {
  const say = useWords(stepsWords);
  const queryClient = useQueryClient();
  const undoing = useMutation({
    mutationFn: () => (former.own ? putSteps({ steps: former.steps }) : resetSteps()),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['steps'] });
      onDone();
    },
  });
  if (undoing.error) return <Notice error={undoing.error} />;
  return (
    <Notice
      tone="good"
      action={
        <Button size="small" loading={undoing.isPending} onClick={() => undoing.mutate()}>
          {say('undo')}
        </Button>
      }
    >
      {say('changed')}
    </Notice>
  );
}

interface ReportProps {
  report: StepReport;
  query: StepReportQuery;
  /** The steps went back to the platform's own. */
  onReset: () => void;
}

function Report({ report, query, onReset }: ReportProps) {
  const say = useWords(stepsWords);
  const formats = useFormats();
  const session = useSession();
  const nameOf = useStepName();
  const queryClient = useQueryClient();
  const [opened, setOpened] = useState<{ step: StepRow; missing: boolean } | null>(null);
  const resetting = useMutation({
    mutationFn: resetSteps,
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['steps'] });
      onReset();
    },
  });
  const dark = report.steps.filter(({ tracked }) => !tracked).map(nameOf);
  const counts = {
    tracked: formats.number(report.steps.length - dark.length),
    all: formats.number(report.steps.length),
  };
  return (
    <>
      {resetting.error ? <Notice error={resetting.error} /> : null}
      <Tiles>
        <NumberTile
          strong
          label={say('people')}
          value={formats.number(report.people)}
          note={say('peopleNote')}
        />
        <NumberTile
          label={say('trackedSteps')}
          value={say('trackedOf', counts)}
          note={dark.length > 0 ? say('untracked', { names: formats.list(dark) }) : say('allTracked')}
        />
      </Tiles>
      <Panel
        flush
        title={say(report.own ? 'own' : 'platform')}
        aside={
          report.own && session.can('dictionary.write') ? (
            <Button type="link" size="small" loading={resetting.isPending} onClick={() => resetting.mutate()}>
              {say('reset')}
            </Button>
          ) : null
        }
      >
        {report.people === 0 ? <Empty small title={say('emptyTitle')} text={say('emptyText')} /> : null}
        <StepTable report={report} onOpen={(step, missing) => setOpened({ step, missing })} />
      </Panel>
      <Side
        open={opened !== null}
        onClose={() => setOpened(null)}
        title={
          opened ? say(opened.missing ? 'drawerLacking' : 'drawerHaving', { step: nameOf(opened.step) }) : ''
        }
        width={560}
      >
        {opened ? (
          <PeopleList
            queryKey={['steps', 'people', query, opened.step.key, opened.missing]}
            ask={(page, signal) =>
              stepPeople(
                { ...query, step: opened.step.key, ...(opened.missing && { missing: true }), ...page },
                signal,
              )
            }
          />
        ) : null}
      </Side>
    </>
  );
}
