-- Up Migration

-- Every record of every topic, once: an event by its place in its stream, an unreadable record by its place in the log (version 0).
create table saga_events (
  service text collate "C" not null,
  stream uuid not null,
  version integer not null,
  id uuid not null,
  type text not null,
  saga uuid,
  causation text,
  time timestamptz(3),
  seen_at timestamptz(3) not null,
  topic text collate "C" not null,
  kafka_partition integer not null,
  kafka_offset bigint not null,
  schema_version integer,
  headers json not null,
  value bytea not null,
  problem text,
  unlearned boolean not null,
  primary key (service, stream, version)
);
create index saga_events_by_saga on saga_events (saga) where saga is not null;
create index saga_events_by_id on saga_events (id);
-- Events that wait for their schema.
create index saga_events_unlearned on saga_events (seen_at) where unlearned;

-- One row per saga, folded from its events in any order.
create table sagas (
  reservation_id uuid primary key,
  order_id uuid not null,
  payment_id uuid not null,
  shipment_id uuid not null,
  customer_id uuid,
  evening_id uuid,
  started_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  last_version integer not null,
  last_service text collate "C" not null,
  last_type text collate "C" not null,
  status text not null,
  ended_at timestamptz(3),
  reason text collate "C",
  confirmed_at timestamptz(3),
  seen_at timestamptz(3) not null
) with (fillfactor = 70);
create index sagas_newest on sagas (started_at, reservation_id);
create index sagas_by_status on sagas (status, started_at, reservation_id);
create index sagas_by_customer on sagas (customer_id, started_at, reservation_id);
create index sagas_by_evening on sagas (evening_id, started_at, reservation_id);
create index sagas_by_reason on sagas (reason, started_at, reservation_id) where reason is not null;
create index sagas_by_order on sagas (order_id);
create index sagas_by_payment on sagas (payment_id);
create index sagas_by_shipment on sagas (shipment_id);
create index sagas_by_end on sagas (ended_at) where ended_at is not null;

-- Sagas that wait longer than they should, as the last look found them. No part of the view: it follows from what the services
-- answer at that moment.
create table stuck_sagas (
  reservation_id uuid primary key,
  since timestamptz(3) not null,
  waiting_for json not null
);

-- The next record of each partition that is not stored: written with the rows.
create table positions (
  topic text collate "C" not null,
  kafka_partition integer not null,
  kafka_offset bigint not null,
  primary key (topic, kafka_partition)
);

-- When a replica last looked what waits: they take turns.
create table looks (
  name text primary key,
  at timestamptz(3) not null
);

-- Down Migration

drop table looks, positions, stuck_sagas, sagas, saga_events;
