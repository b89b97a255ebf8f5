-- What each contender keeps in each of the five databases: the product's facts about events, one state per stream, one
-- counter per account and per evening.
create table events (
  position bigint generated always as identity primary key,
  stream uuid not null,
  version integer not null,
  id uuid not null,
  type text not null,
  time timestamptz(3) not null,
  correlation_id text not null,
  traceparent text not null,
  bytes bytea not null,
  unique (stream, version)
);
create table states (stream uuid primary key, version integer not null, status text not null, saga json not null) with (fillfactor = 70);
-- Of an account: credit used and balance due; of an evening: seats taken.
create table counters (id uuid primary key, used bigint not null default 0, due bigint not null default 0, cap bigint not null) with (fillfactor = 30);
create table answers (key text primary key, saga text not null, created_at timestamptz not null default now());

-- naive: what was received, what has to be sent.
create table inbox (message_id uuid primary key, received_at timestamptz not null default now());
create table outbox (
  position bigint generated always as identity primary key,
  key uuid not null,
  headers json not null,
  bytes bytea not null,
  published_at timestamptz
);
create index outbox_to_publish on outbox (position) where published_at is null;

-- Two-phase commit: the coordinator's log. What it has begun to charge, and what it has decided.
create table begun (saga uuid primary key, body json not null);
create table decisions (gid text primary key, decided_at timestamptz not null default now());

-- One participant's part of a step, once however often it is called: events, state, and the contended row last, so that
-- its lock is held as briefly as can be. False where it was done before.
create function take_part(
  p_stream uuid, p_status text, p_saga json, p_answer text, p_counter uuid, p_used bigint, p_due bigint, p_correlation text,
  p_versions integer[], p_ids uuid[], p_types text[], p_traceparent text, p_bytes bytea[]
) returns boolean language plpgsql as $$
begin
  insert into events (stream, version, id, type, time, correlation_id, traceparent, bytes)
    select p_stream, v, i, t, now(), p_correlation, p_traceparent, b from unnest(p_versions, p_ids, p_types, p_bytes) e(v, i, t, b)
    on conflict (stream, version) do nothing;
  if not found then return false; end if;
  insert into states values (p_stream, p_versions[cardinality(p_versions)], p_status, p_saga)
    on conflict (stream) do update set version = excluded.version, status = excluded.status;
  if p_answer is not null then insert into answers (key, saga) values (p_answer, p_correlation); end if;
  if p_counter is not null then
    update counters set used = used + p_used, due = due + p_due where id = p_counter and used + p_used + due + p_due <= cap;
    if not found then raise exception 'exhausted: counter %', p_counter; end if;
  end if;
  return true;
end $$;
