import { Random } from '@bistro/kit/faults'
import type { FaultPlan } from './faults/catalog.ts'
import type { Kind } from './kinds.ts'

/** One fault of a run: drawn before anything is started. */
export interface PlannedFault {
  readonly number: number
  readonly atMs: number
  readonly kind: Kind
  readonly fault: string
  readonly target: string
  readonly forMs: number
  readonly holds: readonly string[]
  /** The seed of everything else that the fault draws. */
  readonly draw: number
}

export interface ScheduleOrder {
  readonly seed: number
  readonly minutes: number
  readonly kinds: readonly Kind[]
  readonly catalog: readonly FaultPlan[]
}

const MINUTE_MS = 60_000
/** How long guests come before the first fault. */
const QUIET_BEFORE_MS = 5_000
const MEAN_GAP_MS = 2_200
const LONGEST_GAP_MS = 9_000
/** Faults come in rounds, in which they overlap; a fault that lasts longer makes its round longer. */
const ROUND_MS = [15_000, 35_000] as const
/** Between two rounds no fault is active, so that recovery can be measured. */
const CALM_MS = 13_000
/** A target has so long to recover before its next fault. */
const REST_MS = 4_000
const TRIES = 20

/** Which faults occur when, where and for how long: the same seed gives the same schedule. */
export function scheduleOf({ seed, minutes, kinds, catalog }: ScheduleOrder): PlannedFault[] {
  const random = new Random(seed, 0xc405)
  const plans = catalog.filter(({ kind, targets }) => kinds.includes(kind) && targets.length > 0)
  const endMs = minutes * MINUTE_MS
  const planned: PlannedFault[] = []
  for (let atMs = QUIET_BEFORE_MS; atMs < endMs; ) {
    const round = roundFrom(random, plans, atMs, endMs)
    for (const fault of round) planned.push({ ...fault, number: planned.length + 1 })
    atMs = Math.max(atMs, ...round.map(({ atMs: beginMs, forMs }) => beginMs + forMs)) + CALM_MS
  }
  return planned
}

type Timed = Omit<PlannedFault, 'number'>

function roundFrom(random: Random, plans: readonly FaultPlan[], fromMs: number, endMs: number): Timed[] {
  const planned: Timed[] = []
  const freeAtMs = new Map<string, number>()
  const add = (atMs: number, untilMs: number): void => {
    const drawn = drawFree(random, plans, atMs, freeAtMs)
    if (!drawn) return
    const forMs = Math.min(drawn.forMs, untilMs - atMs)
    for (const held of drawn.holds) freeAtMs.set(held, atMs + forMs + REST_MS)
    planned.push({ ...drawn, atMs, forMs })
  }
  const roundEndMs = Math.min(endMs, fromMs + random.between(...ROUND_MS))
  let atMs = fromMs
  for (; atMs < roundEndMs; atMs += gap(random)) add(atMs, endMs)
  const closingMs = Math.max(...planned.map((fault) => fault.atMs + fault.forMs))
  for (; atMs < closingMs; atMs += gap(random)) add(atMs, closingMs)
  return planned
}

type Drawn = Omit<PlannedFault, 'number' | 'atMs'>

/** A fault whose target no other fault holds then; undefined if several tries find none. */
function drawFree(
  random: Random,
  plans: readonly FaultPlan[],
  atMs: number,
  freeAtMs: ReadonlyMap<string, number>,
): Drawn | undefined {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const plan = weighted(random, plans)
    if (!plan) return undefined
    const target = random.one(plan.targets)
    const holds = plan.holds(target)
    const drawn = { kind: plan.kind, fault: plan.name, target, forMs: random.one(plan.lengthsMs), holds }
    const isFree = holds.every((held) => (freeAtMs.get(held) ?? 0) <= atMs)
    if (isFree) return { ...drawn, draw: random.uint32() }
  }
  return undefined
}

function weighted(random: Random, plans: readonly FaultPlan[]): FaultPlan | undefined {
  const drawn = random.fraction() * plans.reduce((sum, { weight }) => sum + weight, 0)
  let passed = 0
  return plans.find(({ weight }) => {
    passed += weight
    return drawn < passed
  })
}

/** Exponentially distributed: sometimes two faults come at once, sometimes none for long. */
const gap = (random: Random): number =>
  Math.min(LONGEST_GAP_MS, Math.round(-Math.log(1 - random.fraction()) * MEAN_GAP_MS))

export const lineOf = ({ number, atMs, kind, fault, target, forMs }: PlannedFault): string =>
  `${String(number).padStart(4)}  ${(atMs / 1_000).toFixed(1).padStart(7)} s  ${kind.padEnd(10)} ${fault}: ${target}${forMs > 0 ? `, ${forMs / 1_000} s` : ''}`
