-- The organisation: units, staff, posts; who answers for which customers and touchpoints. All but `seen_refs`, `served` and
-- `customers.assigned_outlet` are decisions. Times are epoch ms.

create table units (
  workspace_id int not null,
  id int generated always as identity,
  kind text not null check (kind in ('region', 'outlet', 'department')),
  name text not null,
  -- of an outlet: the `outlet` value that events carry. Kept when it closes.
  ref text collate "C",
  -- null: directly under the workspace
  parent_id int,
  -- the staff member customers of the unit go to when a rule says so
  head_id int,
  created_at bigint not null,
  closed_at bigint,
  primary key (workspace_id, id),
  check ((kind = 'outlet') = (ref is not null))
);
create unique index units_ref on units (workspace_id, ref);
create index units_parent on units (workspace_id, parent_id);

-- A staff member needs no login; an account is linked by `members.staff_ref`.
create table staff (
  workspace_id int not null,
  id int generated always as identity,
  -- the `staff` value that events carry
  ref text collate "C" not null,
  name text not null,
  unit_id int,
  -- what kind of work: guide, after-sale … free text
  title text not null default '',
  takes_customers boolean not null default true,
  created_at bigint not null,
  left_at bigint,
  primary key (workspace_id, id)
);
create unique index staff_ref on staff (workspace_id, ref);
create index staff_unit on staff (workspace_id, unit_id);

-- Where units and staff stood before. Only added to.
create table organisation_moves (
  workspace_id int not null,
  id bigint generated always as identity,
  moved_at bigint not null,
  moved_by text not null,
  subject text not null check (subject in ('unit', 'staff')),
  subject_id int not null,
  from_unit int,
  to_unit int,
  primary key (workspace_id, id)
);
create index organisation_moves_subject on organisation_moves (workspace_id, subject, subject_id, id);

-- Staff and outlets that events named, record or not. A fold.
create table seen_refs (
  workspace_id int not null,
  kind text not null check (kind in ('staff', 'outlet')),
  ref text collate "C" not null,
  events bigint not null,
  first_seen_at bigint not null,
  last_seen_at bigint not null,
  -- of staff: the outlet they were last seen at, by (outlet_at, outlet_seq)
  outlet text,
  outlet_at bigint,
  outlet_seq bigint,
  primary key (workspace_id, kind, ref)
) with (fillfactor = 50);

-- Which home a staff member had to do with. A fold.
create table served (
  workspace_id int not null,
  home bigint not null,
  staff text collate "C" not null,
  events int not null,
  first_at bigint not null,
  last_at bigint not null,
  primary key (workspace_id, home, staff)
) with (fillfactor = 80);
create index served_staff on served (workspace_id, staff);

-- Outlet by assignment, from the relations of kind `outlet`; written by the pond with the owner.
alter table customers add column assigned_outlet text;
create index customers_outlet on customers (workspace_id, (coalesce(assigned_outlet, member_outlet, outlet)), last_day);

-- an outlet is no edge between people
drop index relations_edge;
create index relations_edge on relations (workspace_id, ref)
  where kind not in ('contact', 'follow', 'community', 'owner', 'outlet');

-- A post: a named set of rights with a first page, on one of the six roles. Templates come with the platform; these are the workspace's own.
create table posts (
  workspace_id int not null,
  key text collate "C" not null,
  title text not null,
  external boolean not null,
  role text not null check (role in ('admin', 'operator', 'manager', 'guide', 'analyst')),
  permissions text[] not null,
  home text not null,
  created_at bigint not null,
  primary key (workspace_id, key)
);
alter table members add column post text;
-- a member who is held to a unit sees customers of its outlets only
alter table members add column unit_id int;

-- Customers handed over in bulk: what stood before, so that it can be taken back.
create table assignments (
  workspace_id int not null,
  id int generated always as identity,
  made_at bigint not null,
  made_by text not null,
  -- hand · outlet · rule · closing
  kind text not null,
  people int not null,
  undone_at bigint,
  primary key (workspace_id, id)
);
create table assignment_people (
  workspace_id int not null,
  assignment_id int not null,
  home bigint not null,
  -- explicit assignments only; null: none
  owner_before text,
  owner_after text,
  outlet_before text,
  outlet_after text,
  primary key (workspace_id, assignment_id, home)
);
create index assignment_people_home on assignment_people (workspace_id, home);

-- Who gets whom without anybody doing it by hand.
create table assignment_rules (
  workspace_id int not null,
  id int generated always as identity,
  position int not null,
  -- which outlet of the person: assigned · first_order · last_order · last_seen
  outlet_by text not null check (outlet_by in ('assigned', 'first_order', 'last_order', 'last_seen')),
  give_to text not null check (give_to in ('in_turn', 'head')),
  active boolean not null,
  -- people known after this home are new
  after_home bigint not null,
  created_at bigint not null,
  created_by text not null,
  primary key (workspace_id, id)
);

-- Which unit answers for a channel, who in person, and what is promised there.
create table duties (
  workspace_id int not null,
  channel text collate "C" not null,
  unit_id int not null,
  staff_id int,
  standard text not null,
  reply_minutes int,
  updated_at bigint not null,
  updated_by text not null,
  primary key (workspace_id, channel)
);
create index duties_unit on duties (workspace_id, unit_id);
