-- The stage of a demo workspace: its simulated people, and accounts that are opened by a click instead of a password.

-- A trial account is a member of demo workspaces only; nobody has its password.
alter table accounts add column trial boolean not null default false;

create table demos (
  workspace_id int primary key references workspaces,
  -- {seed, people, days, endAt}: what to simulate, so that it goes on after a restart
  simulation jsonb not null,
  -- source of the simulated brand → our source
  sources jsonb not null,
  -- write keys the stage sends with, in the open: a demo has nothing to hide
  keys jsonb not null,
  pace text not null default 'slow' check (pace in ('off', 'slow', 'fast')),
  -- how long (ms) simulated people have been arriving since `endAt`
  elapsed_ms bigint not null default 0
);

-- A demo is deleted whole, its audit log too; everybody else's stays append-only.
create or replace function audit_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_level = 'ROW' then
    if exists (select 1 from workspaces where id = old.workspace_id and kind = 'demo') then
      return old;
    end if;
  end if;
  raise exception 'the audit log is append-only';
end $$;
drop trigger audit_append_only on audit;
create trigger audit_append_only before update or truncate on audit
  for each statement execute function audit_is_append_only();
create trigger audit_kept before delete on audit
  for each row execute function audit_is_append_only();
