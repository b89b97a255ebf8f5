import { expect, test } from 'vitest'
import { ALL_NETS } from '../../src/faults/index.ts'
import { faultyWal } from '../../src/faults/wal.ts'
import type { OutboxEntry } from '../../src/runtime/store.ts'
import type { Wal } from '../../src/runtime/wal.ts'

/** A log that passes one entry on when it is read, and notes what happens. */
function logged() {
  const seen: string[] = []
  let pass: (entry: OutboxEntry) => void = () => {}
  const reading = { confirm: (ids: readonly string[]) => seen.push(`confirmed ${ids}`) }
  const wal = {
    read: (hand: typeof pass) => {
      pass = hand
      return reading
    },
  } as unknown as Wal
  return { wal, seen, pass: () => pass({ id: '0/1', events: [] }) }
}

test.each([
  [true, ['handed']],
  [false, ['confirmed 0/1', 'handed']],
])('what is read from the log is confirmed before it is sent only without the net (%s)', (markAfterSend, expected) => {
  const { wal, seen, pass } = logged()
  faultyWal(wal, { nets: { ...ALL_NETS, markAfterSend } }).read(() => void seen.push('handed'))
  pass()
  expect(seen).toEqual(expected)
})
