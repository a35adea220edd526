import { createHash } from 'node:crypto';
import { type ColumnType, type DoorColumn, type DoorView, doorViews } from './door-views.ts';

/** Who looks through the door: `full` sees personal data, `masked` does not. Each has a schema and a role of its own. */
export type DoorKind = 'full' | 'masked';
export const doorKinds: readonly DoorKind[] = ['full', 'masked'];

/** The schema of a workspace's views. */
export const schemaOf = (workspaceId: number, kind: DoorKind) => `door_${workspaceId}_${kind}`;

/** How a column's type is called in PostgreSQL. */
export const postgresTypes: Record<ColumnType, string> = {
  bigint: 'bigint',
  integer: 'integer',
  number: 'numeric',
  day: 'date',
  text: 'text',
  boolean: 'boolean',
  amount: 'numeric(18,2)',
  time: 'timestamp with time zone',
  json: 'jsonb',
};

// the same as core/customers/mask `isPersonal`; a property test holds the two together
const personal =
  'name|phone|mobile|tel|e-?mail|address|birth|id_?card|passport|wechat|openid|unionid|avatar|member_?no|\\yip\\y';

/**
 * What makes one schema of the door: functions and views, the workspace's number fixed inside. Statements in order,
 * without rights. Views of tables that do not exist yet are left out (`tables`: those that do).
 */
export function doorStatements(workspaceId: number, kind: DoorKind, tables: ReadonlySet<string>): string[] {
  const schema = schemaOf(workspaceId, kind);
  const fill = (text: string) => text.replaceAll('{ws}', String(workspaceId)).replaceAll('{fn}', schema);
  return [
    `create schema ${schema}`,
    ...functions.map(fill),
    ...doorViews
      .filter((view) => tables.has(view.table))
      .map((view) => fill(viewStatement(view, schema, kind))),
  ];
}

function viewStatement(view: DoorView, schema: string, kind: DoorKind): string {
  const list = view.columns.map((column) => `${expression(column, kind)} as ${column.name}`).join(',\n  ');
  return `create view ${schema}.${view.name} with (security_barrier) as select\n  ${list}\nfrom ${view.from}`;
}

function expression({ type, value, masked }: DoorColumn, kind: DoorKind): string {
  const shown = kind === 'masked' && masked !== undefined ? masked : value;
  if (type === 'time') return `(timestamptz 'epoch' + ${shown} * interval '1 millisecond')`;
  if (type === 'amount') return `(${shown} / 100.0)::numeric(18,2)`;
  return `(${shown})::${postgresTypes[type]}`;
}

const functions = [
  // jsonb holds neither \u0000 nor half a surrogate pair, which JSON text may
  `create function {fn}.properties(props text) returns jsonb language sql immutable as $f$
     select case when strpos(props, '\\u') = 0 then props::jsonb else regexp_replace(props,
       '(?<!\\\\)((?:\\\\\\\\)*)\\\\u(0000|d[89a-f][0-9a-f]{2})', '\\1\\ufffd', 'gi')::jsonb end $f$`,
  // the same as features/workspaces `maskValue`
  `create function {fn}.mask_value(namespace text, value text) returns text language sql immutable as $f$
     select case
       when value is null then null
       when split_part(namespace, ':', 1) = 'email' then
         case when value ~ '^.+@[^@]*$' then left(value, 1) || '***' || substring(value from '@[^@]*$') else '***' end
       when split_part(namespace, ':', 1) = 'name' then case when value = '' then '' else left(value, 1) || '*' end
       when char_length(value) < 8 then '****'
       else case when split_part(namespace, ':', 1) = 'phone' then left(value, 3) else '' end || '****' || right(value, 4)
     end $f$`,
  `create function {fn}.mask_json(value jsonb) returns jsonb language plpgsql immutable as $f$
     begin
       case jsonb_typeof(value)
         when 'object' then return (select coalesce(jsonb_object_agg(e.key, case
             when e.key = 'products' then e.value
             when regexp_replace(e.key, '([a-z])([A-Z])', '\\1_\\2', 'g') ~* '${personal}' then
               case when e.value = 'null' then e.value else '"****"' end
             when mask_json.value ? 'namespace' and e.key in ('value', 'id') and e.value <> 'null' then '"****"'
             when e.key in ('payer', 'beneficiary', 'to') and jsonb_typeof(e.value) = 'string'
               and strpos(e.value #>> '{}', ' ') > 0 then '"****"'
             when jsonb_typeof(e.value) in ('object', 'array') then {fn}.mask_json(e.value)
             else e.value end), '{}') from jsonb_each(value) e);
         when 'array' then return (select coalesce(jsonb_agg({fn}.mask_json(e.item) order by e.n), '[]')
             from jsonb_array_elements(value) with ordinality as e(item, n));
         else return value;
       end case;
     end $f$`,
];

/** Names what the statements make: when it changes, the schemas are made anew. */
export function doorVersion(tables: ReadonlySet<string>): string {
  const text = doorKinds.flatMap((kind) => doorStatements(0, kind, tables)).join('\n');
  return `yutang door ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
