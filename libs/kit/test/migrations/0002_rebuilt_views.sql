-- Up Migration
create table tallies (book text primary key, times integer not null, prices json not null);
create table lendings (book text primary key, last text not null);
-- Down Migration
drop table lendings, tallies;
