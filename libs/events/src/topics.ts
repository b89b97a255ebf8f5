import type { RecordSchema } from './avro.ts'
import { catalogue, type EventType, editions } from './generated/events.ts'
import { isOwner, type Owner, owners } from './owners.ts'
import { topicOf, topics } from './topic-names.ts'

/** The topics of a service: `….v1` and those beside it; none, where it publishes nothing. */
export const topicsOf = (owner: string): readonly string[] => [
  ...(isOwner(owner) ? [topics[owner]] : []),
  ...editions.flatMap((other) => (other.owner === owner ? [topicOf(owner, other.edition)] : [])),
]

/** Every topic of every owner, `….v1` and those beside it. Deployment makes them all; who publishes to which is a setting. */
export const allTopics: readonly string[] = owners.flatMap(topicsOf)

/** 2 for `….v2`. */
export const editionOf = (topic: string): number => Number(/\.v(\d+)$/.exec(topic)?.[1] ?? 1)

/** How the event differs on the topic of that edition; undefined where it does not. */
export const editedOn = (type: EventType, edition: number) =>
  editions.find((other) => other.edition === edition && other.owner === ownerOf(type))?.events[type]

/** The schema that this program reads and writes the event with there. */
export const schemaOn = (type: EventType, edition: number): RecordSchema =>
  editedOn(type, edition)?.schema ?? catalogue[type].schema

/** Partitions of a new topic. Order is kept by the version gate, so more may be added while everything runs. */
export const PARTITIONS = 6

/** Every event that there is, by owner and then by name. */
export const eventTypes = Object.keys(catalogue) as EventType[]

export const isEventType = (type: string): type is EventType => Object.hasOwn(catalogue, type)

export const ownerOf = (type: EventType): Owner => catalogue[type].owner

/** The event's Avro schema, as this version of the contract has it. */
export const schemaOf = (type: EventType): RecordSchema => catalogue[type].schema

/** The event's full name, `bistro.<service>.<Event>`: the name of its Avro record and its `ce_type`. */
export const ceTypeOf = (type: EventType): string => catalogue[type].schema.name

/** The type behind a `ce_type`; undefined for what this contract does not know. */
export const typeOf = (ceType: string): EventType | undefined => typesByName.get(ceType)

/** The service's `ce_source`. */
export const sourceOf = (service: string): string => `/services/${service}`

/** What `ce_type` and the Avro record names of a service begin with. */
export const namespaceOf = (service: string): string => `bistro.${service}`

/** The saga's id, the reservation's, where the event belongs to a saga. */
export const sagaOf = ({ data }: { readonly data: object }): string | undefined =>
  (data as { readonly reservationId?: string }).reservationId

/** The registry's subject: `<topic>-<record name>`; on the first topic of its owner unless said otherwise. */
export const subjectOf = (type: EventType, edition = 1): string =>
  `${topicOf(ownerOf(type), edition)}-${ceTypeOf(type)}`

/** What the event means for the saga, in one line of English. */
export const meaning = (type: EventType): string => catalogue[type].schema.doc ?? type

const typesByName = new Map(eventTypes.map((type) => [ceTypeOf(type), type]))

export { isOwner, type Owner, owners, topicOf, topics }
