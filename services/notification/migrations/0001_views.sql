-- Up Migration
CREATE TABLE guests (
  customer_id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL
);

CREATE TABLE deposits (
  reservation_id text PRIMARY KEY,
  amount json NOT NULL,
  charged boolean NOT NULL
);

CREATE TABLE mails (
  id text PRIMARY KEY,
  reservation_id text NOT NULL,
  kind text NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  at text NOT NULL,
  status text NOT NULL
);

CREATE INDEX mails_of_reservation ON mails (reservation_id, id DESC);
