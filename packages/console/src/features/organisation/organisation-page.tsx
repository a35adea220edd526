import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Notice, problemText } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { AssignmentsTab } from '../ownership/assignments-tab.tsx';
import { JourneyTab } from './journey-tab.tsx';
import { adopt, useOrganisation } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';
import { StaffDialog } from './staff-dialog.tsx';
import { StaffTab } from './staff-tab.tsx';
import { TouchpointsTab } from './touchpoints-tab.tsx';
import { UnitDialog } from './unit-dialog.tsx';
import { UnitsTab } from './units-tab.tsx';

const tabs = ['units', 'staff', 'touchpoints', 'journey', 'assignments'] as const;
type Tab = (typeof tabs)[number];

/** Regions, outlets, departments, staff, and who answers for what. A brand of one has no tree. */
export function OrganisationPage() {
  const say = useWords(organisationWords);
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const [making, setMaking] = useState<'unit' | 'staff' | null>(null);
  const tree = session.workspace.edition !== 'solo';
  const shown = tabs.filter((tab) => tree || tab === 'assignments');
  const asked = params.get('tab');
  const active = shown.find((tab) => tab === asked) ?? shown[0] ?? 'assignments';
  const bodies: Record<Tab, () => React.ReactNode> = {
    units: () => <UnitsTab onMake={() => setMaking('unit')} />,
    staff: () => <StaffTab />,
    touchpoints: () => <TouchpointsTab />,
    journey: () => <JourneyTab />,
    assignments: () => <AssignmentsTab />,
  };
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        session.can('organisation.write') && tree ? (
          <>
            <Button onClick={() => setMaking('staff')}>{say('newStaff')}</Button>
            <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setMaking('unit')}>
              {say('newUnit')}
            </Button>
          </>
        ) : null
      }
    >
      {tree ? <SeenNotice /> : null}
      <Tabs
        activeKey={active}
        onChange={(tab) => setParams({ tab }, { replace: true })}
        items={shown.map((tab) => ({ key: tab, label: say(`tab.${tab}`), children: bodies[tab]() }))}
        destroyOnHidden
      />
      {making === 'unit' ? <UnitDialog unit={null} onClose={() => setMaking(null)} /> : null}
      {making === 'staff' ? <StaffDialog member={null} onClose={() => setMaking(null)} /> : null}
    </Page>
  );
}

/** What events name and nobody has described, with one click to take it for a record. */
function SeenNotice() {
  const say = useWords(organisationWords);
  const sayDesign = useWords(designWords);
  const formats = useFormats();
  const session = useSession();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const { data } = useOrganisation();
  const adopting = useMutation({
    mutationFn: () => adopt({ all: true }),
    onSuccess: (done) => {
      message.success(say('adopted', { outlets: String(done.outlets), staff: String(done.staff) }));
      void queryClient.invalidateQueries({ queryKey: ['organisation'] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  if (!data || !session.can('organisation.write')) return null;
  const { staff, outlets } = data.seenOnly;
  if (staff + outlets === 0) return null;
  return (
    <Notice
      action={
        <Button size="small" loading={adopting.isPending} onClick={() => adopting.mutate()}>
          {say('adoptAll')}
        </Button>
      }
    >
      {say('seenNotice', { outlets: formats.number(outlets), staff: formats.number(staff) })}
    </Notice>
  );
}
