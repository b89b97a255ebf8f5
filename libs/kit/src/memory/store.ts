import { NO_LOCKS } from '../model/locks.ts'
import { gateKey, pairKey, placeOf, type Snapshot, splitKey } from '../model/unit-of-work.ts'
import type { Row } from '../model/view.ts'
import { partitionKey } from '../runtime/log.ts'
import type { EncodedEvent, Hole, Page, Store } from '../runtime/store.ts'
import { backlogOf } from './backlog.ts'
import { pageOfCommands } from './commands.ts'
import { pageOfGates } from './gates.ts'
import { claimDue, hasten, pageOfPending, postpone } from './pending.ts'
import { rebuildsOn } from './rebuilds.ts'
import { type Clock, Tables } from './tables.ts'
import { toStored, transactionOn } from './transaction.ts'

/** The store in memory: the same contract without durability, for tests, simulation and the memory mode. */
export function createMemoryStore(now: Clock = Date.now, tables = new Tables(now)): Store {
  return {
    transaction: (work) => work(transactionOn(tables)),
    locked: async () => NO_LOCKS,
    commitOutcome: async () => 'committed',
    snapshot: async (stream) => tables.snapshots.get(stream),
    snapshots: async (streams) => new Map(streams.flatMap((stream) => snapshotOf(tables, stream))),
    recent: async (aggregate) => [
      ...new Set(tables.events.toReversed().flatMap((event) => (event.aggregate === aggregate ? event.stream : []))),
    ],
    row: async (view, key) => tables.rows.get(pairKey(view, key)),
    rows: async (view, page) => rowsOf(tables, view, page),
    gateVersion: async (source, stream) => tables.gates.get(pairKey(stream, source))?.version ?? 0,
    eventsAfter: async (stream, version, limit) =>
      tables.events.filter((event) => event.stream === stream && event.version > version).slice(0, limit),
    commands: async (page, stream) => pageOfCommands(tables, page, stream),
    gates: async (page, filter) => pageOfGates(tables, page, filter),
    parked: async ({ limit, after }) =>
      newestFirst(tables.parked, after)
        .slice(0, limit)
        .map(([, parked]) => toStored(parked)),
    parkedById: async (id) => {
      const parked = tables.parked.get(id)
      return parked && toStored(parked)
    },
    parkedBehind: async ({ stream, source, version }) =>
      [...tables.parked.values()].filter(
        ({ value: { message } }) => message.gate === gateKey(source, stream) && message.version > version,
      ).length,
    pending: async (page, stream) => pageOfPending(tables, page, stream),
    claimDue: async (limit, startAgain = []) => claimDue(tables, limit, startAgain),
    postpone: async (rows, afterMs) => {
      for (const row of rows) postpone(tables, row, afterMs)
    },
    fail: async (row, afterMs, error) => postpone(tables, row, afterMs, error),
    backlog: async () => backlogOf(tables),
    count: async (view) => [...tables.rows.keys()].filter((key) => splitKey(key)[0] === view).length,
    sagaOfStream: async (stream) =>
      tables.events.find((event) => event.stream === stream && event.version === 1)?.correlationId,
    hasten: async (effects, limit) => hasten(tables, effects, limit),
    unpublished: async (minAgeMs, limit) =>
      [...tables.outbox.values()]
        .filter(({ at }) => at <= now() - minAgeMs)
        .slice(0, limit)
        .map(({ value }) => value),
    published: async function* () {
      yield tables.events.filter((event) => event.published)
    },
    publishFurther: async (topic, limit, publish) => {
      const from = tables.followed.get(topic) ?? 0
      const page = tables.events.slice(from, from + limit)
      const events = page.filter(isDue(tables, topic))
      if (events.length > 0) await publish(events)
      tables.followed.set(topic, from + page.length)
      return page.length
    },
    afterMark: async (topic) => {
      const from = tables.followed.get(topic)
      return from === undefined ? [] : tables.events.slice(from).filter(isDue(tables, topic))
    },
    passAllBut: async (topic, ids) => {
      if (!tables.followed.has(topic)) return
      const open = new Set(ids)
      const first = tables.events.findIndex(({ id }) => open.has(id))
      tables.followed.set(topic, first < 0 ? tables.events.length : first)
      tables.passed.set(topic, new Set(tables.events.flatMap(({ id }) => (open.has(id) ? [] : id))))
    },
    followedTopics: async () => [...tables.followed.keys()],
    unfollow: async (topic) => void tables.followed.delete(topic),
    acknowledge: async (ids) => {
      for (const id of ids) tables.outbox.delete(id)
    },
    resumable: async (limit) => resumable(tables).slice(0, limit),
    holes: async (minAgeMs, limit) => holes(tables, now() - minAgeMs).slice(0, limit),
    rebuilds: rebuildsOn(tables),
    progress: {
      load: async () => [...tables.offsets.values()],
      save: async (steps) => {
        const now = steps.filter((step) => tables.offsets.get(partitionKey(step))?.offset === step.before)
        for (const { before: _, ...position } of now) tables.offsets.set(partitionKey(position), position)
        return now.length
      },
    },
    forgetAnswers: async (olderThanMs) => {
      for (const [key, { at }] of tables.answers) if (at < now() - olderThanMs) tables.answers.delete(key)
    },
    check: async () => {},
    close: async () => {},
  }
}

const isDue =
  ({ passed }: Tables, topic: string) =>
  ({ id, published }: EncodedEvent): boolean =>
    published && !passed.get(topic)?.has(id)

const snapshotOf = (tables: Tables, stream: string): [string, Snapshot][] => {
  const snapshot = tables.snapshots.get(stream)
  return snapshot ? [[stream, snapshot]] : []
}

const newestFirst = <V>(table: ReadonlyMap<string, V>, after: string | undefined): [string, V][] =>
  [...table].filter(([key]) => after === undefined || key < after).sort(([a], [b]) => (a < b ? 1 : -1))

function rowsOf(tables: Tables, view: string, { limit, after, where }: Page): Row[] {
  const rows = [...tables.rows].filter(([key]) => splitKey(key)[0] === view)
  const matching = rows.filter(([, row]) => !where || String(row[where[0]]) === where[1])
  const last = after === undefined ? undefined : pairKey(view, after)
  return newestFirst(new Map(matching), last)
    .slice(0, limit)
    .map(([, row]) => row)
}

function holes(tables: Tables, until: number): Hole[] {
  const waiting = newestFirst(tables.parked, undefined).filter(
    ([, { value, at }]) => value.reason === 'gap' && at <= until,
  )
  const taken = new Set([...tables.parked.values()].map(({ value }) => placeOf(value.message)))
  return waiting.flatMap(([id, { value }]) => {
    const { gate, version, raw } = value.message
    const isHole =
      version > 1 + (tables.gates.get(gate)?.version ?? 0) && !taken.has(placeOf({ gate, version: version - 1 }))
    return isHole ? [{ id, topic: raw.topic }] : []
  })
}

function resumable(tables: Tables): ReturnType<typeof toStored>[] {
  const isNext = (source: string, stream: string, version: number): boolean =>
    version <= 1 + (tables.gates.get(pairKey(stream, source))?.version ?? 0)
  return [...tables.parked.values()]
    .map(toStored)
    .filter(({ reason, source, stream, version }) => reason !== 'poison' && isNext(source, stream, version))
}
