import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { Page, Panel } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { DynamicsList } from '../ownership/dynamics-list.tsx';
import { staffMember, useOrganisation } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';

/** One staff member, and what happens to their customers. */
export function StaffPage() {
  const say = useWords(organisationWords);
  const id = Number(useParams().id);
  const asked = useQuery({ queryKey: ['organisation', 'staff', id], queryFn: () => staffMember(id) });
  const units = useOrganisation().data?.units ?? [];
  return (
    <Answer of={asked}>
      {(one) => (
        <Page
          title={one.name}
          lead={[one.title, units.find((unit) => unit.id === one.unitId)?.name, one.ref]
            .filter(Boolean)
            .join(' · ')}
          actions={<Link to={`/customers?owner=${encodeURIComponent(one.ref)}`}>{say('seePeople')}</Link>}
        >
          <Panel title={say('dynamics')} note={say('dynamicsLead')} flush>
            <DynamicsList staff={id} />
          </Panel>
        </Page>
      )}
    </Answer>
  );
}

/** What happens to the customers of the guide who looks. */
export function DynamicsPage() {
  const say = useWords(organisationWords);
  return (
    <Page title={say('myDynamics')} lead={say('dynamicsLead')}>
      <Panel title={say('dynamics')} flush>
        <DynamicsList staff={null} />
      </Panel>
    </Page>
  );
}
