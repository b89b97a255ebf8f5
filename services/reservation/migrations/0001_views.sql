-- Up Migration
CREATE TABLE evenings (
  evening_id text PRIMARY KEY,
  title text NOT NULL,
  date text NOT NULL,
  seats integer NOT NULL,
  price_per_seat json NOT NULL,
  deposit_percent integer NOT NULL,
  hold_seconds integer NOT NULL,
  kits json NOT NULL
);

CREATE TABLE known_customers (
  customer_id text PRIMARY KEY
);
