-- Up Migration

-- Since when a timer or an effect waits, and why its last attempt failed: what the operator's list shows.
alter table owed add column since timestamptz(3) not null default now(), add column last_error text;
create index owed_failing on owed (since) where last_error is not null;

-- Down Migration

drop index owed_failing;
alter table owed drop column since, drop column last_error;
