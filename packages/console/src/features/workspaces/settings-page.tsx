import { Segmented } from 'antd';
import { useTheme } from '../../app/theme.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { AddressPanel } from '../address/address-panel.tsx';
import { VerificationPanel } from '../address/verification-panel.tsx';
import { DemoPanel } from '../demo/demo-panel.tsx';
import { ExportPanel } from '../exports/export-panel.tsx';
import { IntakePanel } from '../exports/intake-panel.tsx';
import { ChecklistSwitch } from '../home/checklist-switch.tsx';
import { AccountPanel, PasswordPanel } from './account-panels.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import { settingsWords } from './settings-words.ts';
import { WorkspacePanel } from './workspace-panel.tsx';

const choices = ['light', 'dark', 'system'] as const;

/** The workspace, and one's own account. */
export function SettingsPage() {
  const say = useWords(settingsWords);
  const session = useSession();
  const { choice, choose } = useTheme();
  return (
    <Page title={say('title')} narrow>
      {session.workspace.kind === 'demo' && session.can('settings.write') ? <DemoPanel /> : null}
      {session.can('settings.read') ? (
        <>
          <WorkspacePanel />
          <AddressPanel />
          <VerificationPanel />
        </>
      ) : null}
      {session.account ? (
        <>
          <AccountPanel account={session.account} />
          <PasswordPanel />
        </>
      ) : (
        <Panel>{say('keyAccount')}</Panel>
      )}
      <Panel title={say('appearance')}>
        <Segmented
          value={choice}
          onChange={choose}
          options={choices.map((value) => ({ value, label: say(value) }))}
        />
      </Panel>
      {session.account ? <ChecklistSwitch /> : null}
      {session.account ? <SessionsPanel /> : null}
      {session.can('exports.run') ? (
        <>
          <ExportPanel />
          <IntakePanel />
        </>
      ) : null}
    </Page>
  );
}
