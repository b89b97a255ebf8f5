import { setTimeout as delay } from 'node:timers/promises'
import { BROKER, type Condition, type Part } from './probe.ts'

const POLL_MS = 500
/** A busy machine answers late: only what is silent so many times in a row is down. */
const SILENT_LOOKS = 2

const WAYS = ['down', 'not up', 'not ready'] as const

export interface Outage {
  readonly name: string
  /** `not up`: it has not been well since the watch began. */
  readonly how: (typeof WAYS)[number]
  readonly sinceMs: number
}

export interface Outages {
  /** What is down now; empty while all is well. */
  now(): readonly Outage[]
  /** Whether anything was down at some moment from then on. */
  sawSince(ms: number): boolean
}

/** For a system that nobody breaks. */
export const NO_OUTAGES: Outages = { now: () => [], sawSince: () => false }

export interface OutageWatch extends Outages {
  /** Resolves when everything has been looked at once. */
  readonly looked: Promise<void>
  stop(): void
}

/** Looks at every part twice a second until it is stopped. */
export function watchOutages(parts: readonly Part[], clock: () => number = () => performance.now()): OutageWatch {
  const ongoing = new Map<string, Outage>()
  const silences = new Map<string, number>()
  const seenWell = new Set<string>()
  const abort = new AbortController()
  let lastMs = Number.NEGATIVE_INFINITY
  const note = (name: string, condition: Condition): void => {
    const isSilent = condition === 'silent'
    silences.set(name, isSilent ? (silences.get(name) ?? 0) + 1 : 0)
    if (isSilent && (silences.get(name) ?? 0) < SILENT_LOOKS) return
    if (condition === 'well') {
      seenWell.add(name)
      if (ongoing.delete(name)) lastMs = clock()
      return
    }
    const how = !seenWell.has(name) ? 'not up' : condition === 'not ready' ? condition : 'down'
    ongoing.set(name, { name, how, sinceMs: ongoing.get(name)?.sinceMs ?? clock() })
  }
  const look = async ({ name, look }: Part): Promise<void> => note(name, await look())
  const lookOn = async (part: Part, first: Promise<void>): Promise<void> => {
    await first
    while (!abort.signal.aborted) {
      await delay(POLL_MS)
      await look(part)
    }
  }
  const firsts = parts.map(look)
  for (const [index, part] of parts.entries()) void lookOn(part, firsts[index] ?? Promise.resolve())
  return {
    now: () => [...ongoing.values()],
    sawSince: (ms) => ongoing.size > 0 || lastMs >= ms,
    looked: Promise.all(firsts).then(() => {}),
    stop: () => abort.abort(),
  }
}

/** That nobody is ready without the broker need not be said. */
export const worthSaying = (outages: readonly Outage[]): readonly Outage[] =>
  outages.some(({ name, how }) => name === BROKER && how === 'down')
    ? outages.filter(({ how }) => how === 'down')
    : outages

const PERFECT = { down: 'been down', 'not up': 'not been up', 'not ready': 'not been ready' } as const

/** Such as `payment has been down for 3 s`; empty if all is well. */
export function outageText(outages: readonly Outage[], nowMs: number): string {
  return WAYS.map((how) => outages.filter((outage) => outage.how === how))
    .filter((group) => group.length > 0)
    .map((group) => {
      const [{ how } = { how: 'down' as const }] = group
      const lasted = Math.round((nowMs - Math.min(...group.map(({ sinceMs }) => sinceMs))) / 1_000)
      return `${inWords(group.map(({ name }) => name))} ${group.length > 1 ? 'have' : 'has'} ${PERFECT[how]} for ${lasted} s`
    })
    .join('; ')
}

const inWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
