import { readerSchema } from '../reader.ts'
import { decodeBody } from './body.ts'
import type { Contract, NeedsByType } from './contract.ts'
import { needFaults } from './needs.ts'

/** One version of an event, as its consumer sees it. */
export interface Received {
  readonly type: string
  readonly version: number
  readonly data: object
}

/** Every fixture of consumed events, decoded with the consumer's reader schema. @throws if it cannot be read */
export const received = ({ events, fixtures }: Contract, needs: NeedsByType): Received[] =>
  fixtures
    .filter(({ type }) => type in needs)
    .map(({ type, version, schema, body }) => {
      const today = events.find((event) => event.type === type)?.versions.at(-1) ?? schema
      return { type, version, data: decodeBody(readerSchema(today, needs[type] ?? []), schema, body) }
    })

/** Needs of a consumer that are not met, or whose file is not up to date. */
export function consumerFaults(contract: Contract, consumer: string, needs: NeedsByType): string[] {
  const unpublished = JSON.stringify(contract.consumers[consumer]) !== JSON.stringify(needs)
  return [
    ...(unpublished
      ? [
          `libs/events/consumers/${consumer}.json is not what ${consumer} needs, and its producers test against that file. ${GENERATE}`,
        ]
      : []),
    ...Object.keys(needs).flatMap((type) => (isFrozen(contract, type) ? [] : [`${type} has no fixture. ${GENERATE}`])),
    ...needFaults({ ...contract, consumers: { [consumer]: needs } }).map(({ text }) => text),
  ]
}

const isFrozen = ({ fixtures }: Contract, event: string): boolean => fixtures.some(({ type }) => type === event)

const GENERATE = 'Type: npm run generate'
