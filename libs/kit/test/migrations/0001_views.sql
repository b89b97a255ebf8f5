-- Up Migration
create table prices (book text primary key, price integer not null);
-- Down Migration
drop table prices;
