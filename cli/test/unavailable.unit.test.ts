import { expect, it } from 'vitest'
import { isInfrastructure, unavailableLines } from '../src/session/unavailable.ts'

const NATIVE = { mode: 'local', processes: [{ name: 'order', pid: 1, address: '' }] } as const
const SINCE_MS = Date.parse('2030-05-01T12:00:00.000Z')
const away = (part: string) => ({ part, address: '127.0.0.1:1', reason: 'connection refused' })

it('names what is unavailable, since when where that is known, and what brings it back', () => {
  const stack = { ...NATIVE, downSince: new Map([['kafka', SINCE_MS]]) }
  expect(unavailableLines(stack, [away('kafka'), away('postgres-order')])).toEqual({
    lines: [
      'the broker (kafka) is unavailable since 12:00:00Z: 127.0.0.1:1 does not answer (connection refused)',
      'postgres-order is unavailable: 127.0.0.1:1 does not answer (connection refused)',
    ],
    commands: ['npm run stack -- start kafka', 'npm run stack -- start postgres-order'],
  })
})

it('names one command where one process is several parts', () => {
  const memory = { ...NATIVE, mode: 'memory', downSince: new Map() } as const
  expect(unavailableLines(memory, [away('order'), away('psp')]).commands).toEqual(['npm run stack -- start memory'])
})

it('tells what is needed to look from what is not', () => {
  expect([away('order'), away('postgres-order'), away('kafka')].map(isInfrastructure)).toEqual([false, true, true])
})
