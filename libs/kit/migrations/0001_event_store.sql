-- Up Migration

-- The events of every stream, in the bytes in which they are published. Insert only.
create table events (
  position bigint generated always as identity primary key,
  stream uuid not null,
  version integer not null,
  id uuid not null,
  aggregate text not null,
  type text not null,
  time timestamptz(3) not null,
  correlation_id text,
  causation_id text not null,
  traceparent text not null,
  published boolean not null,
  bytes bytea not null,
  unique (stream, version)
);

-- The state of each stream: the fold of its events, kept so that a decision loads one row.
create table streams (
  stream uuid primary key,
  aggregate text not null,
  version integer not null,
  state json not null,
  link uuid
) with (fillfactor = 70);

-- Small states beside a stream's head, one per key.
create table entries (
  stream uuid not null,
  key text not null,
  state json not null,
  primary key (stream, key)
) with (fillfactor = 70);

-- What a transaction has still to publish: positions of its events.
create table outbox (
  id bigint generated always as identity primary key,
  positions bigint[] not null,
  created_at timestamptz not null default now()
);

-- The last version applied of each stream of another service.
create table gates (
  stream uuid not null,
  source text not null,
  version integer not null,
  event_id uuid,
  waiting integer not null,
  primary key (stream, source)
) with (fillfactor = 70);

-- Messages set aside, with their bytes: ahead of their gate (gap), waiting for a row (view), failing by themselves (poison).
create table parked (
  id uuid primary key,
  reason text not null check (reason in ('gap', 'view', 'poison')),
  source text not null,
  stream uuid not null,
  version integer not null,
  waits_for text,
  error text not null,
  since timestamptz(3) not null default now(),
  topic text not null,
  kafka_partition integer not null,
  kafka_offset text not null,
  headers json not null,
  value bytea not null
);
create index parked_by_gate on parked (stream, source, version);
create index parked_by_row on parked (waits_for) where waits_for is not null;

-- Timers and effects that a stream owes.
create table owed (
  stream uuid not null,
  name text not null,
  id uuid not null,
  kind text not null check (kind in ('timer', 'effect')),
  due_at timestamptz not null,
  attempt integer not null,
  request json not null,
  cause_id text not null,
  traceparent text,
  primary key (stream, name)
) with (fillfactor = 70);
create index owed_by_due on owed (due_at);

-- Answers to requests that may be asked for twice.
create table answers (
  key text primary key,
  fingerprint text not null,
  status integer not null,
  headers json not null,
  body json not null,
  created_at timestamptz not null default now()
);
create index answers_by_age on answers (created_at);

-- Down Migration

drop table answers, owed, parked, gates, outbox, entries, streams, events;
