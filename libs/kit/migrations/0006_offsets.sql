-- Up Migration

-- Up to where each partition of other services' topics has been read and stored: the next offset. A consumer group remembers
-- the same, and others can move what it remembers.
create table offsets (
  topic text not null,
  kafka_partition integer not null,
  kafka_offset text not null,
  primary key (topic, kafka_partition)
) with (fillfactor = 70);

-- Down Migration

drop table offsets;
