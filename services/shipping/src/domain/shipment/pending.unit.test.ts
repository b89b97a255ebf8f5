import type { ShippingEvent } from '@bistro/events'
import { clear, effect } from '@bistro/kit'
import { expect, test } from 'vitest'
import { booking, cancellation, tracking } from './carrier.ts'
import type { Command } from './commands.ts'
import { pendingWith } from './pending.ts'
import {
  address,
  cancellationRequested,
  cancelled,
  deliverBy,
  delivered,
  dispatched,
  failed,
  lost,
  news,
  schedule,
  scheduled,
  shipmentId,
  stateAfter,
} from './shipment.fixture.ts'

const pendingAfter = pendingWith({ trackingMs: 30_000 })
const pending = (event: ShippingEvent, command: Command) => pendingAfter(event, stateAfter([event]), command)

const book = (attempt: number) => effect(booking, { shipmentId, attempt, address, deliverBy })
const track = (attempt: number, left: boolean) =>
  effect(tracking, { shipmentId, attempt, dispatched: left, address }, { afterMs: 30_000 })
const noParcel = [clear(booking), clear(tracking)]
const none: Command = { type: 'RequestCancellation' }

test.each<[string, ShippingEvent, Command, readonly object[]]>([
  ['a scheduled parcel is booked and tracked', scheduled(1), schedule, [book(1), track(1, false)]],
  [
    'so is the one after a loss, to the address that came with the news',
    scheduled(2),
    news('lost', 1),
    [book(2), track(2, false)],
  ],
  ['one that is only read back has no address to go to', scheduled(1), none, []],
  [
    'one that has left needs no booking, and is tracked on',
    dispatched(1),
    news('dispatched', 1),
    [clear(booking), track(1, true)],
  ],
  ['one that has left, read back, is not tracked', dispatched(1), none, [clear(booking)]],
  ['the carrier is asked to stop it', cancellationRequested, none, [effect(cancellation, { shipmentId, attempt: 1 })]],
  ['a stopped parcel owes nothing', cancelled, none, [clear(cancellation), ...noParcel]],
  ['nor does a lost one', lost(1), none, noParcel],
  ['nor one that has arrived', delivered, none, noParcel],
  ['a shipment that failed still owes a cancellation that is unanswered', failed('not_served'), none, noParcel],
])('%s', (_, event, command, expected) => expect(pending(event, command)).toEqual(expected))
