import { expect, it } from 'vitest'
import { evening as facts } from '../../../test/saga.ts'
import { seats, seatsOf } from '../seats/index.ts'
import { evening } from './index.ts'

const open = { type: 'OpenEvening', ...facts } as const
const opened = { type: 'EveningOpened', data: facts } as const

it('is opened with its seats', () => {
  expect(evening.decide(open, evening.initialState, undefined)).toEqual([opened])
  expect(evening.companion?.ofCommand(open)).toBe(seatsOf('e1'))
  expect(evening.companion?.follows(opened, evening.initialState)).toEqual([
    { type: 'SeatsOpened', data: { eveningId: 'e1', seats: 6 } },
  ])
})

it('is opened once', () =>
  expect(evening.decide(open, evening.evolve(evening.initialState, opened, ''), undefined)).toEqual({
    ignored: 'already-opened',
  }))

it('has seats that take no commands of their own', () =>
  expect(seats.decide('anything' as never, seats.initialState, undefined)).toEqual({
    ignored: 'seats-take-no-commands',
  }))

it('has one private stream of seats, named by the evening', () => {
  const id = seatsOf('01890a5d-ac96-774b-bcce-b302099a8057')
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/)
  expect(seatsOf('01890a5d-ac96-774b-bcce-b302099a8057')).toBe(id)
  expect(seats.visibility).toBe('private')
})
