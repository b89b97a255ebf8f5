import { expect, it } from 'vitest'
import { type Recovered, Recovery } from '../src/recovery.ts'

function clocked() {
  let nowMs = 0
  const recovery = new Recovery(() => nowMs)
  const found: Recovered[] = []
  const told = (recovered: Recovered) => void found.push(recovered)
  const at = (ms: number) => {
    nowMs = ms
  }
  return { recovery, found, told, at }
}

it('takes the time from the end of a fault to the next order', () => {
  const { recovery, found, told, at } = clocked()
  recovery.begins()
  at(1_000)
  recovery.ends(told)
  at(1_700)
  recovery.confirmed()
  recovery.confirmed()
  expect(found).toEqual([{ afterMs: 700, isOverlapped: false }])
})

it('tells apart what something else has held up', () => {
  const { recovery, found, told, at } = clocked()
  recovery.begins()
  recovery.begins()
  recovery.ends(told) // the other one lasts
  at(5_000)
  recovery.ends(told)
  at(5_300)
  recovery.confirmed()
  recovery.begins()
  recovery.ends(told)
  recovery.begins()
  at(6_000)
  recovery.confirmed()
  expect(found).toEqual([
    { afterMs: 5_300, isOverlapped: true },
    { afterMs: 300, isOverlapped: false },
    { afterMs: 700, isOverlapped: true },
  ])
})

it('counts in full what did not come back in quiet, whatever breaks then', () => {
  const { recovery, found, told, at } = clocked()
  recovery.begins()
  recovery.ends(told)
  at(9_000)
  recovery.begins()
  at(12_000)
  recovery.confirmed()
  expect(found).toEqual([{ afterMs: 12_000, isOverlapped: false }])
})
