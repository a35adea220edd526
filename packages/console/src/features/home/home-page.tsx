import type { RoleName } from '@yutang/contracts/accounts';
import type { ComponentType } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { Columns, Page, Stack } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { type Session, useSession } from '../accounts/session.tsx';
import { DefinitionsPanel, FreshnessPanel, SavedPanel } from './analyst-panels.tsx';
import { Checklist } from './checklist.tsx';
import { FlowTiles } from './flow-tiles.tsx';
import { GuideHome } from './guide-home.tsx';
import styles from './home.module.css';
import { useToday } from './home-questions.ts';
import { homeWords } from './home-words.ts';
import { PondMoneyTiles, SalesPanel } from './money-tiles.tsx';
import { OutletsPanel } from './outlets-panel.tsx';
import { PlaysPanel } from './plays-panel.tsx';
import { WaitingPanel } from './waiting-panel.tsx';
import { WellnessPanel } from './wellness-panel.tsx';

/** A part of Today and the right without which it would be empty. */
interface Part {
  of: ComponentType;
  may: (session: Session) => boolean;
}

const money: Part = { of: PondMoneyTiles, may: ({ can }) => can('pond.read') };
const flow: Part = { of: FlowTiles, may: ({ can }) => can('pond.read') };
const sales: Part = { of: SalesPanel, may: ({ can }) => can('pond.read') };
const wellness: Part = { of: WellnessPanel, may: ({ can }) => can('health.read') };
const waiting: Part = { of: WaitingPanel, may: ({ can }) => can('customers.read') };
const plays: Part = { of: PlaysPanel, may: ({ can }) => can('plays.read') };
const outlets: Part = {
  of: OutletsPanel,
  may: ({ can, workspace }) => can('organisation.read') && workspace.edition !== 'solo',
};
const fresh: Part = { of: FreshnessPanel, may: ({ can }) => can('sources.read') };
const definitions: Part = { of: DefinitionsPanel, may: ({ can }) => can('events.read') };
const saved: Part = { of: SavedPanel, may: ({ can }) => can('sql.read') };
const own: Part = { of: GuideHome, may: ({ can }) => can('customers.read') };

/** What stands across the page, then what stands beside each other. */
const ofRole: Record<RoleName, { across: readonly Part[]; left: readonly Part[]; right: readonly Part[] }> = {
  owner: { across: [money], left: [sales, outlets], right: [wellness, waiting] },
  admin: { across: [], left: [wellness, waiting], right: [fresh, definitions] },
  operator: { across: [flow], left: [waiting], right: [plays] },
  manager: { across: [flow, outlets], left: [waiting], right: [sales] },
  guide: { across: [own], left: [], right: [] },
  analyst: { across: [money], left: [fresh, saved], right: [definitions] },
};

/** Today: what the role begins the day with. Every part asks for itself; one that fails leaves the others standing. */
export function HomePage() {
  const say = useWords(homeWords);
  const formats = useFormats();
  const session = useSession();
  const { today } = useToday();
  const { across, left, right } = ofRole[session.role];
  const shown = (parts: readonly Part[]) =>
    parts
      .filter(({ may }) => may(session))
      .map(({ of: Shown }) => <Shown key={parts.findIndex(({ of }) => of === Shown)} />);
  const [leftParts, rightParts] = [shown(left), shown(right)];
  return (
    <Page
      title={say('title')}
      lead={say('lead', { day: formats.day(today), workspace: session.workspace.name })}
    >
      {shown(across)}
      {session.workspace.kind === 'demo' && session.can('settings.write') ? <DemoNotice /> : null}
      <Checklist />
      {leftParts.length > 0 && rightParts.length > 0 ? (
        <Columns>
          <Stack>{leftParts}</Stack>
          <Stack>{rightParts}</Stack>
        </Columns>
      ) : (
        [...leftParts, ...rightParts]
      )}
    </Page>
  );
}

function DemoNotice() {
  const say = useWords(homeWords);
  return (
    <Notice tone="info">
      <div className={styles.lead}>
        <span>
          <strong>{say('demoTitle')}</strong> {say('demoText')}
        </span>
        <Link to="/settings">{say('demoLeave')}</Link>
      </div>
    </Notice>
  );
}
