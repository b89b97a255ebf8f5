import type { RecordOfTopic } from '@bistro/workshop'
import { describe, expect, it } from 'vitest'
import { wireOf } from './wire.ts'

const record = (stream: string, version: number): RecordOfTopic => ({
  topic: 't',
  partition: 0,
  offset: '0',
  key: stream,
  headers: { ce_subject: stream, ce_sequence: String(version) },
  value: Buffer.alloc(0),
  data: {},
})

const wire = (...versions: readonly number[]) => {
  const { lateCopies, overtaken, events } = wireOf(
    versions.map((version) => record('a', version)),
    'a',
  )
  return { lateCopies, overtaken, events: events.length }
}

describe('what a topic has of one stream', () => {
  it('is good where each event comes once and in order', () =>
    expect(wire(1, 2, 3)).toEqual({ lateCopies: 0, overtaken: 0, events: 3 }))
  it('has a copy that nobody minds who remembers the last event', () =>
    expect(wire(1, 2, 2, 3)).toEqual({ lateCopies: 0, overtaken: 0, events: 3 }))
  it('has a late copy', () => expect(wire(1, 2, 3, 2)).toEqual({ lateCopies: 1, overtaken: 0, events: 3 }))
  it('has an event that came after a later one', () =>
    expect(wire(1, 3, 2)).toEqual({ lateCopies: 0, overtaken: 1, events: 3 }))
  it('has nothing of other streams', () => expect(wireOf([record('a', 1), record('b', 1)], 'b').versions).toEqual([1]))
})
