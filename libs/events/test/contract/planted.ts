import type { Field, RecordSchema } from '../../src/avro.ts'
import { type Contract, readContract } from '../../src/contract/index.ts'

export const contract = readContract()

/** What `decide` makes of each event while nobody has broken anything. */
export const made = Object.fromEntries(contract.fixtures.map(({ type, data }) => [type, data]))

/** The contract with another version of an event's schema in force; its fixture is what the old one says. */
export const withVersion = (type: string, change: (fields: readonly Field[]) => readonly Field[]): Contract => ({
  ...contract,
  events: contract.events.map((event) => {
    const schema = event.versions.at(-1) as RecordSchema
    const changed = { ...schema, fields: change(schema.fields) }
    return event.type === type ? { ...event, versions: [...event.versions, changed] } : event
  }),
})

/** The contract without an event. */
export const withoutEvent = (type: string): Contract => ({
  ...contract,
  events: contract.events.filter((event) => event.type !== type),
})

/** The contract in which one more consumer, or another version of one, needs these fields. */
export const withNeeds = (consumer: string, needs: Readonly<Record<string, readonly string[]>>): Contract => ({
  ...contract,
  consumers: { ...contract.consumers, [consumer]: { ...contract.consumers[consumer], ...needs } },
})
