import type { RecordOfTopic } from '@bistro/workshop'
import { describe, expect, it } from 'vitest'
import { wireOf } from './wire.ts'

const record = (stream: string, version: number, type = 'Added'): RecordOfTopic => ({
  topic: 't',
  partition: 0,
  offset: '0',
  key: stream,
  headers: { ce_subject: stream, ce_sequence: String(version), ce_type: type },
  value: Buffer.alloc(0),
  type,
  data: {},
})

const found = (...records: readonly RecordOfTopic[]) => {
  const { lateCopies, overtaken, events } = wireOf(records, 'a', 'Added')
  return { lateCopies, overtaken, events: events.length }
}
const wire = (...versions: readonly number[]) => found(...versions.map((version) => record('a', version)))

describe('what a topic has of one stream', () => {
  it('is good where each event comes once and in order', () =>
    expect(wire(1, 2, 3)).toEqual({ lateCopies: 0, overtaken: 0, events: 3 }))
  it('has a copy that nobody minds who remembers the last event', () =>
    expect(wire(1, 2, 2, 3)).toEqual({ lateCopies: 0, overtaken: 0, events: 3 }))
  it('has a late copy', () => expect(wire(1, 2, 3, 2)).toEqual({ lateCopies: 1, overtaken: 0, events: 3 }))
  it('has an event that came after a later one', () =>
    expect(wire(1, 3, 2)).toEqual({ lateCopies: 0, overtaken: 1, events: 3 }))
  it('has nothing of other streams and types', () =>
    expect(
      found(record('a', 1), record('b', 1), record('a', 3, 'Other'), record('a', 2), record('a', 3, 'Other')),
    ).toEqual({ lateCopies: 0, overtaken: 1, events: 2 }))
})
