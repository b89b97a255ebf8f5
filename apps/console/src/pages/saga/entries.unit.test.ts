import type { SagaCommand, SagaEvent } from '@bistro/gateway/contract'
import { expect, test } from 'vitest'
import { entriesOf } from './entries.ts'

const event = (id: string, second: number) => ({ id, time: `2026-12-01T12:00:0${second}.000Z` }) as SagaEvent
const command = (id: string, second: number, outcome: SagaCommand['outcome']) =>
  ({ id, at: `2026-12-01T12:00:0${second}.500Z`, outcome }) as SagaCommand

test('ignored and rejected commands stand between the events by their times, accepted ones are their events', () => {
  const commands = [command('c7', 7, 'rejected'), command('c2', 2, 'ignored'), command('c4', 4, 'accepted')]
  // The second event is later by the clock of its service, and the third one was caused by it.
  const events = [event('e1', 1), event('e5', 5), event('e3', 3)]
  const ids = entriesOf(events, commands).map(({ event, command }) => (event ?? command).id)
  expect(ids).toEqual(['e1', 'c2', 'e5', 'e3', 'c7'])
})
