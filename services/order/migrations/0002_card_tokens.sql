-- Up Migration
-- States written before the token left with OrderValidated.
UPDATE streams SET state = (state::jsonb - 'cardToken')::json
  WHERE aggregate = 'order' AND state->>'status' <> 'requested';
