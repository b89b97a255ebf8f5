import type { Producer } from 'kafkajs'
import type { Pool } from 'pg'

const POLL_EVERY_MS = 100
const MAX_ROWS = 1_000
const ALL_IN_SYNC_REPLICAS = -1

interface OutboxRow {
  readonly position: string
  readonly key: string
  readonly headers: Record<string, string>
  readonly bytes: Buffer
}

/** The outbox as commonly polled: row by row, each acknowledged by the broker before it is marked, then the next. */
export async function poll(pool: Pool, producer: Producer, topic: string): Promise<never> {
  for (;;) {
    const text =
      'select position, key, headers, bytes from outbox where published_at is null order by position limit $1'
    const { rows } = await pool.query<OutboxRow>(text, [MAX_ROWS])
    for (const { position, key, headers, bytes } of rows) {
      await producer.send({ topic, acks: ALL_IN_SYNC_REPLICAS, messages: [{ key, headers, value: bytes }] })
      await pool.query('update outbox set published_at = now() where position = $1', [position])
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
  }
}
