-- Up Migration
CREATE TABLE evenings (
  evening_id text PRIMARY KEY,
  date text NOT NULL,
  price_per_seat json NOT NULL,
  deposit_percent integer NOT NULL,
  kits json NOT NULL
);
