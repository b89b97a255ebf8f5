import type { RecordSchema } from '../avro.ts'
import { whyUnreadable } from '../avro-types.ts'
import { readerSchema } from '../reader.ts'
import type { Contract } from './contract.ts'
import type { EventVersions } from './fixtures.ts'

/** An unmet need of a consumer. */
export interface NeedFault {
  readonly producer: string
  readonly consumer: string
  readonly event: string
  /** Undefined for the whole event. */
  readonly field: string | undefined
  /** Names all of these, and what to do. */
  readonly text: string
}

/** Needs that published events, or earlier ones on a topic, do not meet. */
export const needFaults = (contract: Contract): NeedFault[] =>
  Object.entries(contract.consumers).flatMap(([consumer, needs]) =>
    Object.entries(needs).flatMap(([event, fields]) => eventFaults(contract, consumer, event, fields)),
  )

function eventFaults(contract: Contract, consumer: string, event: string, fields: readonly string[]): NeedFault[] {
  const producer = contract.publishers[event] ?? 'nobody'
  const published = contract.events.find(({ type }) => type === event)
  const fault = (field: string | undefined, why: string): NeedFault => ({
    ...{ producer, consumer, event, field },
    text: `${producer} → ${consumer}: ${field ? `${event}.${field}` : event}: ${why}`,
  })
  const wasSent = (field: string) => contract.fixtures.some(({ type, data }) => type === event && field in data)
  if (published)
    return fields.flatMap((field) =>
      fieldWhys(published, consumer, field, wasSent(field)).map((why) => fault(field, why)),
    )
  return [fault(undefined, producer === 'nobody' ? neverPublished(consumer) : noLongerPublished(producer, consumer))]
}

/** Old readers must read today's events, and today's reader every earlier version. */
function fieldWhys({ owner, versions }: EventVersions, consumer: string, field: string, wasSent: boolean): string[] {
  const today = versions.length - 1
  if (!has(versions[today], field)) return [wasSent ? noLongerSent(owner, consumer) : neverSent(owner, consumer)]
  const pairs = versions.flatMap((_, earlier): [reader: number, writer: number][] => [
    [today, earlier],
    [earlier, today],
  ])
  return [...new Set(pairs.flatMap(([reader, writer]) => unreadable(versions, reader, writer, consumer, field)))]
}

function unreadable(
  versions: EventVersions['versions'],
  reader: number,
  writer: number,
  consumer: string,
  field: string,
): string[] {
  const [read, written] = [versions[reader], versions[writer]]
  if (reader === writer || !read || !written || !has(read, field)) return []
  const why = whyUnreadable(readerSchema(read, [field]), written)
  return why
    ? [`${consumer} needs it as v${reader + 1} has it and cannot read v${writer + 1} (${why}). ${NEW_TOPIC}`]
    : []
}

const has = (schema: RecordSchema | undefined, field: string): boolean =>
  schema?.fields.some(({ name }) => name === field) ?? false

const NEW_TOPIC =
  'Leave the field as it was and add another one with a default beside it; or publish the event on a new topic (….v2) beside the old one until its last reader has moved.'

const noLongerSent = (producer: string, consumer: string): string =>
  `${consumer} needs it, but ${producer} no longer sends it. Restore it under its name; it can go when ${consumer} has taken it out of its consumes.ts and is deployed. ${NEW_TOPIC}`

const neverSent = (producer: string, consumer: string): string =>
  `${consumer} needs it, but ${producer} never sent it. Ask for it there (a new field with a default), or take it out of services/${consumer}/src/domain/consumes.ts.`

const noLongerPublished = (producer: string, consumer: string): string =>
  `${consumer} consumes it, but ${producer} no longer publishes it. Restore it; it can go when ${consumer} has taken it out of its consumes.ts and is deployed.`

const neverPublished = (consumer: string): string =>
  `${consumer} consumes it, but it is not an event of the contract. Write its schema, or take it out of services/${consumer}/src/domain/consumes.ts.`
