-- Up Migration

-- Statistics of these are made again when they have doubled, not when they have grown by a tenth: the service's own statements
-- do not depend on them, and to sort samples of every column is the most that a server at work does beside its work.
alter table events set (autovacuum_analyze_scale_factor = 1);
alter table streams set (autovacuum_analyze_scale_factor = 1);
alter table gates set (autovacuum_analyze_scale_factor = 1);

-- Down Migration

alter table events reset (autovacuum_analyze_scale_factor);
alter table streams reset (autovacuum_analyze_scale_factor);
alter table gates reset (autovacuum_analyze_scale_factor);
