import type { RecordSchema } from './avro.ts'
import { catalogue, type EventType, editions } from './generated/events.ts'
import { isOwner, type Owner, owners } from './owners.ts'
import { topicOf, topics } from './topic-names.ts'

/** The topics of a service: `….v1` and those beside it; none, where it publishes nothing. */
export const topicsOf = (owner: string): readonly string[] => [
  ...(isOwner(owner) ? [topics[owner]] : []),
  ...editions.flatMap((other) => (other.owner === owner ? [topicOf(owner, other.edition)] : [])),
]

/** All topics of all owners. Deployment creates them all; a setting says which ones a service publishes to. */
export const allTopics: readonly string[] = owners.flatMap(topicsOf)

/** 2 for `….v2`. */
export const editionOf = (topic: string): number => Number(/\.v(\d+)$/.exec(topic)?.[1] ?? 1)

/** Snapshots of evenings, beside the events: compacted, keyed by evening. `npm run board -- publish` writes it. */
export const EVENING_BOARD = 'bistro.evening-board.v1'

/** Outcomes of orders again, keyed by customer. `npm run history` writes it. */
export const CUSTOMER_HISTORY = 'bistro.customer-history.v1'

/** The event's other shape on that topic; undefined if it is the same. */
export const editedOn = (type: EventType, edition: number) =>
  editions.find((other) => other.edition === edition && other.owner === ownerOf(type))?.events[type]

/** The event's current schema on that topic. */
export const schemaOn = (type: EventType, edition: number): RecordSchema =>
  editedOn(type, edition)?.schema ?? catalogue[type].schema

/** Partitions of a new topic. The version gate keeps the order, so more may be added at run time. */
export const PARTITIONS = 6

/** All events, by owner and name. */
export const eventTypes = Object.keys(catalogue) as EventType[]

export const isEventType = (type: string): type is EventType => Object.hasOwn(catalogue, type)

export const ownerOf = (type: EventType): Owner => catalogue[type].owner

/** The event's current Avro schema. */
export const schemaOf = (type: EventType): RecordSchema => catalogue[type].schema

/** The event's full name, `bistro.<service>.<Event>`: the name of its Avro record and its `ce_type`. */
export const ceTypeOf = (type: EventType): string => catalogue[type].schema.name

/** The type of a `ce_type`; undefined if this contract does not know it. */
export const typeOf = (ceType: string): EventType | undefined => typesByName.get(ceType)

/** The service's `ce_source`. */
export const sourceOf = (service: string): string => `/services/${service}`

/** Prefix of `ce_type` and the Avro record names of a service. */
export const namespaceOf = (service: string): string => `bistro.${service}`

/** The saga's id (the reservation's), if the event belongs to a saga. */
export const sagaOf = ({ data }: { readonly data: object }): string | undefined =>
  (data as { readonly reservationId?: string }).reservationId

/** The registry's subject: `<topic>-<record name>`; default: on the owner's first topic. */
export const subjectOf = (type: EventType, edition = 1): string =>
  `${topicOf(ownerOf(type), edition)}-${ceTypeOf(type)}`

/** What the event means for the saga, in one line of English. */
export const meaning = (type: EventType): string => catalogue[type].schema.doc ?? type

const typesByName = new Map(eventTypes.map((type) => [ceTypeOf(type), type]))

export { isOwner, type Owner, owners, topicOf, topics }
