import type { Faults } from '@bistro/gateway/contract'

/** What a service is to break on purpose. */
export interface Plan {
  readonly seed: number
  readonly faults: readonly { readonly name: string; readonly rate?: number; readonly ms?: number }[]
  readonly withoutSafetyNets: readonly string[]
}

export interface Scenario {
  readonly name: string
  /** What happens, and what to look at. */
  readonly what: string
  readonly faults: Plan['faults']
  readonly withoutSafetyNets: Plan['withoutSafetyNets']
}

/** With all safety nets everything ends well; without one, a light on the wall goes out. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'Copies',
    what: 'Every third record comes twice, some of them much later. The gates drop the copies: nothing counts twice.',
    faults: [{ name: 'duplicate', rate: 0.3 }],
    withoutSafetyNets: [],
  },
  {
    name: 'Late and out of order',
    what: 'Events overtake each other. Those that are ahead are parked for a moment, and everything ends as it should.',
    faults: [
      { name: 'delay', rate: 0.2 },
      { name: 'reorder', rate: 0.3 },
      { name: 'lag', rate: 0.2 },
    ],
    withoutSafetyNets: [],
  },
  {
    name: 'Processes die',
    what: 'After a commit, after a send, after an answer: each time another process, or the next one, goes on from there.',
    faults: ['crash-after-commit', 'crash-after-send', 'crash-after-answer'].map((name) => ({ name, rate: 0.01 })),
    withoutSafetyNets: [],
  },
  {
    name: 'Everything at once',
    what: 'Copies, delays, disorder and crashes together. Sagas take longer; the eight invariants hold.',
    faults: [
      { name: 'duplicate', rate: 0.2 },
      { name: 'delay', rate: 0.1 },
      { name: 'reorder', rate: 0.2 },
      { name: 'crash-after-commit', rate: 0.005 },
    ],
    withoutSafetyNets: [],
  },
  {
    name: 'Copies without the gate',
    what: 'The same copies, and nobody compares versions. Credit and seats count twice: watch invariants 1, 2 and 8.',
    faults: [{ name: 'duplicate', rate: 0.3 }],
    withoutSafetyNets: ['no-gate'],
  },
  {
    name: 'Marked before it was sent',
    what: 'A crash between mark and send loses events for good: sagas get stuck, and invariant 7 is violated.',
    faults: [{ name: 'crash-after-commit', rate: 0.02 }],
    withoutSafetyNets: ['mark-before-send'],
  },
  {
    name: 'Charged twice',
    what: 'Calls have no idempotency key, and processes die after the answer: the ledger of the provider no longer agrees (invariant 3).',
    faults: [{ name: 'crash-after-answer', rate: 0.05 }],
    withoutSafetyNets: ['no-key'],
  },
]

type Known = NonNullable<Faults['known']>

/** Those that this version of the services can play. */
export const playable = ({ faults, safetyNets }: Known): readonly Scenario[] => {
  const names = (list: Known['faults']) => new Set(list.map(({ name }) => name))
  const [known, nets] = [names(faults), names(safetyNets)]
  return SCENARIOS.filter(
    (scenario) =>
      scenario.faults.every(({ name }) => known.has(name)) &&
      scenario.withoutSafetyNets.every((name) => nets.has(name)),
  )
}
