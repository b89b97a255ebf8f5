-- Up Migration

-- A message may wait until the schema that it was written with can be learned.
alter table parked drop constraint parked_reason_check,
  add constraint parked_reason_check check (reason in ('gap', 'view', 'schema', 'poison'));

-- Down Migration

update parked set reason = 'poison' where reason = 'schema';
alter table parked drop constraint parked_reason_check,
  add constraint parked_reason_check check (reason in ('gap', 'view', 'poison'));
