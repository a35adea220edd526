import type { Permission, Role } from '../../platform/http/principal.ts';

/** A post: a role narrowed to what the work needs, and the page the day begins with. */
export interface Post {
  key: string;
  zh: string;
  en: string;
  /** Of a partner or a customer, not of the house. */
  external: boolean;
  role: Exclude<Role, 'owner'>;
  permissions: readonly Permission[];
  /** A console page, without its slash; its permission is among the post's. */
  home: string;
  /** What the work is measured by. */
  metrics: readonly string[];
}

const serving: Permission[] = ['customers.read', 'customers.write'];
const leading: Permission[] = [
  ...serving,
  'customers.assign',
  'pond.read',
  'channels.read',
  'organisation.read',
  'settings.read',
];

const post = (
  key: string,
  zh: string,
  en: string,
  role: Post['role'],
  permissions: readonly Permission[],
  home: string,
  metrics: readonly string[],
  external = false,
): Post => ({ key, zh, en, external, role, permissions, home, metrics });

/**
 * The posts of ORG-01. One who serves customers, in the house or outside, is a guide by role: own customers only. Those who
 * need no more than to be told apart (KOL, member, seed customer) are customers with a tag, and need no login.
 */
export const postTemplates: readonly Post[] = [
  post(
    'boss',
    '老板',
    'Boss',
    'analyst',
    ['customers.read', 'pond.read', 'channels.read', 'organisation.read', 'settings.read'],
    'pond',
    ['private', 'net_sales'],
  ),
  post(
    'marketing',
    '市场',
    'Marketing',
    'operator',
    [
      'customers.read',
      'pond.read',
      'channels.read',
      'channels.write',
      'events.read',
      'sources.read',
      'imports.read',
      'settings.read',
    ],
    'channels',
    ['inflow', 'cost'],
  ),
  post('sales', '销售', 'Sales', 'guide', serving, 'customers', ['own_customers', 'net_sales']),
  post('outlet-manager', '店长', 'Outlet manager', 'manager', leading, 'organisation', [
    'operable',
    'net_sales',
  ]),
  post('region-manager', '区域经理', 'Region manager', 'manager', leading, 'organisation', [
    'operable',
    'net_sales',
  ]),
  post('waiter', '服务员', 'Waiter', 'guide', serving, 'customers', ['served']),
  post('expert', '大厨/专家', 'Chef or expert', 'guide', ['customers.read'], 'customers', ['served']),
  post('host', '主播', 'Live host', 'guide', ['customers.read'], 'customers', ['net_sales']),
  post('customer-service', '客服', 'Customer service', 'guide', serving, 'customers', ['served']),
  post('after-sale', '售后', 'After-sale', 'guide', serving, 'customers', ['served']),
  post(
    'data-tech',
    '数据与技术',
    'Data and technology',
    'operator',
    [
      'customers.read',
      'pond.read',
      'events.read',
      'events.write',
      'sources.read',
      'dictionary.write',
      'quarantine.write',
      'imports.read',
      'imports.write',
      'identity.review',
      'channels.read',
      'settings.read',
      'health.read',
    ],
    'sources',
    ['accepted', 'quarantined'],
  ),
  post(
    'compliance',
    '合规',
    'Compliance',
    'admin',
    ['customers.read', 'customers.export', 'customers.erase', 'audit.read', 'settings.read', 'team.read'],
    'audit',
    ['consents', 'erasures'],
  ),
  post('dealer', '经销商', 'Dealer', 'manager', leading, 'customers', ['own_customers', 'net_sales'], true),
  post(
    'franchisee',
    '加盟商',
    'Franchisee',
    'manager',
    leading,
    'customers',
    ['own_customers', 'net_sales'],
    true,
  ),
  post('agent', '代理商', 'Agent', 'guide', serving, 'customers', ['own_customers', 'net_sales'], true),
  post(
    'agency',
    '代运营',
    'Operating agency',
    'operator',
    ['customers.read', 'pond.read', 'channels.read', 'imports.read', 'settings.read'],
    'pond',
    ['inflow'],
    true,
  ),
  post(
    'distributor',
    '分销员',
    'Distributor',
    'guide',
    ['customers.read'],
    'customers',
    ['own_customers'],
    true,
  ),
  post(
    'group-leader',
    '团长',
    'Group leader',
    'guide',
    ['customers.read'],
    'customers',
    ['own_customers'],
    true,
  ),
  post('kol', '达人', 'KOL', 'guide', ['customers.read'], 'customers', ['own_customers'], true),
  post('koc', '超级用户', 'Super user', 'guide', ['customers.read'], 'customers', ['own_customers'], true),
];

const byKey = new Map(postTemplates.map((template) => [template.key, template]));

/** The post of this key that comes with the platform. */
export function templateOf(key: string | null): Post | undefined {
  return key === null ? undefined : byKey.get(key);
}
