import { expect } from 'vitest'
import { campaign } from '../src/campaign.ts'
import { FAULT_NAMES } from '../src/faults.ts'
import { inWords } from '../src/report/timeline.ts'
import { SAFETY_NETS, type SafetyNets } from '../src/safety-nets.ts'

const MOST_RUNS = 2_000
const run = { firstSeed: 1, sagas: 20, faults: FAULT_NAMES }

/** What the first violation says when the safety net is missing. */
export const MISSED: Readonly<Record<string, RegExp>> = {
  'no-gate': /never ends|debited \d+ times|stays|kept|replay|parked|divergent/,
  'dual-write': /published but was never stored/,
  'offset-first': /never|replay|missed/,
  'no-key': /charged twice|captured \d+ and refunded|two parcels|and \d+ refunded|cancelled, but the carrier/,
  'no-undo-customer': /credit stays reserved/,
  'no-undo-payment': /money is kept/,
  'no-undo-reservation': /seats stay taken|before the page behind the link shows it/,
  'no-undo-shipping': /shipping did not ask the carrier/,
  'no-expiry': /still held \d+ s after the hold expired/,
  'no-join': /never ends: .*order: OrderPaymentProcessed/,
  'no-late-refund': /money is kept/,
  'early-settlement': /settled another \d+ by hand/,
  'volatile-timers': /never ends|still held/,
  'mark-before-send': /never|parked|kept|stays|replay|the order is|the reservation is/,
  'lease-forever': /never ends|still held|is cancelled, but the payment|nobody was told of/,
  'flush-forgets': /it missed/,
  'apply-late-answer': /money is kept/,
  'mails-at-once': /before the page behind the link shows it/,
}

/** Found only after hundreds of runs: a test of minutes. */
export const RARE: readonly string[] = ['early-settlement']

/** The break is found, and without it the same seeds pass. */
export async function expectToBeFound(name: string, nets: SafetyNets): Promise<void> {
  const { failure, runs } = await campaign({ ...run, runs: MOST_RUNS, nets })
  expect(failure, `${runs} runs`).toBeDefined()
  expect(inWords(failure!.result.violations[0]!)).toMatch(MISSED[name]!)
  expect((await campaign({ ...run, runs, nets: SAFETY_NETS })).failure).toBeUndefined()
}
