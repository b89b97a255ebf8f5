-- Up Migration

-- The audit trail: every command that was decided, with what came of it. Insert only, as the events are.
create table commands (
  position bigint generated always as identity primary key,
  at timestamptz(3) not null,
  by text not null,
  kind text not null,
  type text not null,
  stream uuid not null,
  outcome text not null,
  reason text,
  events uuid[] not null,
  caused_by text not null,
  request json not null
);
create index commands_by_stream on commands (stream, position);
alter table commands set (autovacuum_analyze_scale_factor = 1);

-- Down Migration

drop table commands;
