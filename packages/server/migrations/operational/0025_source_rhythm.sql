-- How long a source may be silent. What is history (imports, /v1/import) does not count: it says nothing of a source being alive.
alter table sources
  -- learned: from its own rhythm · hand: stale_after_ms · never
  add column stale_rule text not null default 'learned' check (stale_rule in ('learned', 'hand', 'never')),
  -- epoch ms of the workspace's clock; null: it is not stale. Set and cleared together with the event that says so.
  add column stale_since bigint;
update sources set stale_rule = case when kind = 'import' then 'never' when stale_after_ms is null then 'learned' else 'hand' end;

alter table source_days
  -- the day's last delivery that was no history
  add column live_at bigint,
  -- the longest silence that ended on this day; one that was alarmed does not count, or an outage would teach patience
  add column longest_gap_ms bigint not null default 0;
-- what was counted before does not say what was history
update source_days d set live_at = d.last_at from sources s
where s.workspace_id = d.workspace_id and s.id = d.source_id and s.kind <> 'import';
