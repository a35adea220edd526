import type { PermissionName } from '@yutang/contracts/accounts';
import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, Outlet, type RouteObject } from 'react-router';
import { Forbidden } from '../design/state.tsx';
import { useSession } from '../features/accounts/session.tsx';
import { LostPage } from './lost-page.tsx';
import { isShown, menuEntries } from './menu.ts';
import { PageFault } from './page-fault.tsx';
import { Root, RootJoin } from './root.tsx';
import { Shell } from './shell.tsx';

/** Each page is a file of its own to the browser, fetched when it is opened. */
const pages: Record<string, () => Promise<ComponentType>> = {
  today: () => import('../features/home/home-page.tsx').then((file) => file.HomePage),
  pond: () => import('../features/pond/pond-page.tsx').then((file) => file.PondPage),
  customers: () => import('../features/customers/customers-page.tsx').then((file) => file.CustomersPage),
  'customers/:id': () => import('../features/customers/customer-page.tsx').then((file) => file.CustomerPage),
  parties: () => import('../features/parties/parties-page.tsx').then((file) => file.PartiesPage),
  'parties/:ref': () => import('../features/parties/party-page.tsx').then((file) => file.PartyPage),
  sources: () => import('../features/sources/sources-page.tsx').then((file) => file.SourcesPage),
  fields: () => import('../features/fields/fields-page.tsx').then((file) => file.FieldsPage),
  experience: () => import('../features/experience/experience-page.tsx').then((file) => file.ExperiencePage),
  live: () => import('../features/live/live-page.tsx').then((file) => file.LivePage),
  tags: () => import('../features/tags/tags-page.tsx').then((file) => file.TagsPage),
  identity: () => import('../features/identity/identity-page.tsx').then((file) => file.IdentityPage),
  imports: () => import('../features/imports/imports-page.tsx').then((file) => file.ImportsPage),
  'imports/files/:id': () =>
    import('../features/imports/import-file-page.tsx').then((file) => file.ImportFilePage),
  quarantine: () => import('../features/quarantine/quarantine-page.tsx').then((file) => file.QuarantinePage),
  dictionary: () => import('../features/dictionary/dictionary-page.tsx').then((file) => file.DictionaryPage),
  steps: () => import('../features/steps/steps-page.tsx').then((file) => file.StepsPage),
  channels: () => import('../features/channels/channels-page.tsx').then((file) => file.ChannelsPage),
  sql: () => import('../features/sql/sql-page.tsx').then((file) => file.SqlPage),
  spend: () => import('../features/spend/spend-page.tsx').then((file) => file.SpendPage),
  plays: () => import('../features/plays/plays-page.tsx').then((file) => file.PlaysPage),
  'plays/:code': () => import('../features/plays/play-page.tsx').then((file) => file.PlayPage),
  organisation: () =>
    import('../features/organisation/organisation-page.tsx').then((file) => file.OrganisationPage),
  'staff/:id': () => import('../features/organisation/staff-page.tsx').then((file) => file.StaffPage),
  dynamics: () => import('../features/organisation/staff-page.tsx').then((file) => file.DynamicsPage),
  team: () => import('../features/team/team-page.tsx').then((file) => file.TeamPage),
  keys: () => import('../features/keys/keys-page.tsx').then((file) => file.KeysPage),
  webhooks: () => import('../features/webhooks/webhooks-page.tsx').then((file) => file.WebhooksPage),
  'webhooks/:id': () => import('../features/webhooks/webhook-page.tsx').then((file) => file.WebhookPage),
  audit: () => import('../features/audit/audit-page.tsx').then((file) => file.AuditPage),
  doctor: () => import('../features/health/health-page.tsx').then((file) => file.HealthPage),
  settings: () => import('../features/workspaces/settings-page.tsx').then((file) => file.SettingsPage),
};

function pageRoute(path: string, load: () => Promise<ComponentType>): RouteObject {
  const noun = path.split('/')[0] ?? path;
  const permission = menuEntries.find((entry) => entry.path === noun)?.permission ?? null;
  return {
    element: <Guard permission={permission} />,
    errorElement: <PageFault />,
    children: [{ path, lazy: async () => ({ Component: await load() }) }],
  };
}

/** Explains instead of showing, when the role may not see the page. */
function Guard({ permission }: { permission: PermissionName | null }) {
  const session = useSession();
  return permission && !session.can(permission) ? <Forbidden permission={permission} /> : <Outlet />;
}

/** The page the post begins with, else Today. */
function Home() {
  const session = useSession();
  const open = menuEntries.filter((entry) => isShown(entry, session));
  const first = open.find(({ path }) => path === session.home);
  return <Navigate to={`/${first?.path ?? 'today'}`} replace />;
}

export const router = createBrowserRouter([
  { path: '/join/:token', element: <RootJoin />, errorElement: <PageFault /> },
  {
    path: '/demo',
    errorElement: <PageFault />,
    lazy: async () => ({ Component: (await import('../features/demo/stage-page.tsx')).StagePage }),
  },
  {
    path: '/',
    element: (
      <Root>
        <Shell />
      </Root>
    ),
    errorElement: <PageFault />,
    children: [
      { index: true, element: <Home /> },
      ...Object.entries(pages).map(([path, load]) => pageRoute(path, load)),
      { path: '*', element: <LostPage /> },
    ],
  },
]);
