import type { CustomerProfile } from '@yutang/contracts/customers';
import { Facts } from '../../design/facts.tsx';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { ChannelName } from '../channels/channel-name.tsx';
import { DomainTag } from '../channels/domain-tag.tsx';
import { customerWords } from './customer-words.ts';

/** Channels and membership. */
export function FactsPanel({ profile }: { profile: CustomerProfile }) {
  const say = useWords(customerWords);
  const member = profile.member;
  return (
    <Panel title={say('facts')}>
      <Facts
        rows={[
          [
            say('channel'),
            profile.channel ? (
              <ChannelName key="channel" name={profile.channel} domain={profile.domainClass} />
            ) : (
              '—'
            ),
          ],
          [
            say('lastChannel'),
            profile.lastChannel ? <ChannelName key="last-channel" name={profile.lastChannel} /> : null,
          ],
          [say('domainLevel'), <DomainTag key="level" domain={profile.domainLevel} />],
          [
            say('member'),
            member ? [member.level, member.memberNo, member.outlet].filter(Boolean).join(' · ') || '✓' : null,
          ],
          [say('firstSeen'), <Instant key="first" at={profile.firstSeenAt} />],
          [say('lastSeen'), <Instant key="last" at={profile.lastSeenAt} />],
        ]}
      />
    </Panel>
  );
}
