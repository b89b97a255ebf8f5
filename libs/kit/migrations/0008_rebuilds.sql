-- Up Migration

-- Views that are built again beside the live ones. `state` is what an operator sees; the process that builds a view owns its
-- row, and says with `alive_at` that it still does.
create table rebuilds (
  view text primary key,
  owner uuid not null,
  alive_at timestamptz not null,
  state json not null,
  swap json
) with (fillfactor = 70);

-- The rows of such a view, and while it takes the live one's place, the live row of each that differs.
create table rebuilt_rows (
  view text not null,
  key text not null,
  "row" json,
  live json,
  differs boolean not null default false,
  primary key (view, key)
) with (fillfactor = 70);

-- The last version of each stream that it has taken.
create table rebuilt_gates (
  view text not null,
  stream uuid not null,
  source text not null,
  version integer not null,
  primary key (stream, source, view)
) with (fillfactor = 70);

-- Down Migration

drop table rebuilt_gates, rebuilt_rows, rebuilds;
