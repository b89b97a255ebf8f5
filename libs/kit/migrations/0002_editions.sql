-- Up Migration

-- How far the events have been published to a topic beside the first one. A gap is a position below that one which was not
-- there when it was passed, and when that was noticed: its transaction is still under way, or was rolled back.
create table editions (
  topic text primary key,
  position bigint not null default 0,
  gaps jsonb not null default '[]'
);

-- Down Migration

drop table editions;
