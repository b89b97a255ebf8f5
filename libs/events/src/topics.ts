import type { RecordSchema } from './avro.ts'
import { catalogue, type EventType } from './generated/events.ts'
import { type Owner, owners } from './owners.ts'

/** Where each service publishes; it alone may write there. */
export const topics: Readonly<Record<Owner, string>> = {
  customer: 'bistro.customer.v1',
  reservation: 'bistro.reservation.v1',
  order: 'bistro.order.v1',
  payment: 'bistro.payment.v1',
  shipping: 'bistro.shipping.v1',
}

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

/** The owner's `ce_source`. */
export const sourceOf = (owner: Owner): string => `/services/${owner}`

/** What `ce_type` and the Avro record names of an owner begin with. */
export const namespaceOf = (owner: Owner): string => `bistro.${owner}`

/** The saga's id, the reservation's, where the event belongs to a saga. */
export const sagaOf = ({ data }: { readonly data: object }): string | undefined =>
  (data as { readonly reservationId?: string }).reservationId

/** The registry's subject: `<topic>-<record name>`. */
export const subjectOf = (type: EventType): string => `${topics[ownerOf(type)]}-${ceTypeOf(type)}`

/** What the event means for the saga, in one line of English. */
export const meaning = (type: EventType): string => catalogue[type].schema.doc ?? type

const typesByName = new Map(eventTypes.map((type) => [ceTypeOf(type), type]))

export { type Owner, owners }
