import type { FollowUpPage } from '@yutang/contracts/experience';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Pill, Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { PersonLink } from '../customers/person.tsx';
import { StaffSelect } from '../organisation/choices.tsx';
import { followUps } from './experience-api.ts';
import { experienceWords } from './experience-words.ts';

/** Who is to be looked after next, soonest first. */
export function FollowUpList() {
  const say = useWords(experienceWords);
  const [due, setDue] = useState(false);
  const [owner, setOwner] = useState<string>();
  const query = { ...(due && { due }), ...(owner !== undefined && { owner }) };
  const list = usePaged<FollowUpPage['items'][number]>(['experience', 'follow-ups', query], (cursor) =>
    followUps({ ...query, limit: 30, ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Panel flush>
      <div style={{ padding: '12px 20px' }}>
        <Row>
          <Pill on={due} onClick={() => setDue(!due)}>
            {say('dueOnly')}
          </Pill>
          <StaffSelect
            label={say('owner')}
            placeholder={say('owner')}
            none={say('nobody')}
            value={owner}
            onChange={setOwner}
          />
        </Row>
      </div>
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noFollow')} text={say('noFollowText')} />
          ) : (
            <>
              <DataTable
                caption={say('tab.follow')}
                rows={items}
                rowKey={({ customer }) => customer}
                columns={[
                  {
                    key: 'person',
                    title: say('person'),
                    phone: 'title',
                    cell: ({ customer, name }) => (
                      <PersonLink person={{ id: customer, name, kind: 'customer' }} />
                    ),
                  },
                  {
                    key: 'next',
                    title: say('nextAt'),
                    cell: (one) => (
                      <>
                        <Instant at={one.nextAt} as="date" />{' '}
                        {one.due ? <Tag tone="warn">{say('due')}</Tag> : null}
                      </>
                    ),
                  },
                  { key: 'note', title: say('note'), phone: 'bare', cell: ({ note }) => note },
                  { key: 'owner', title: say('owner'), cell: ({ owner: of }) => of ?? say('nobody') },
                ]}
              />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}
