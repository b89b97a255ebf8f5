export { type Codec, createCodec } from './codec.ts'
export { connectCodec } from './connect.ts'
export { CodecError, type CodecErrorCode, RegistryUnavailable } from './errors.ts'
export type * from './generated/events.ts'
export { derivedId, orderIdOf, paymentIdOf, shipmentIdOf } from './ids.ts'
export type { Needed, Needs } from './needs.ts'
export { registrySchemaIds } from './registry.ts'
export { fileSchemaIds, type SchemaIds } from './schema-ids.ts'
export {
  allTopics,
  CUSTOMER_HISTORY,
  ceTypeOf,
  EVENING_BOARD,
  eventTypes,
  isEventType,
  isOwner,
  meaning,
  namespaceOf,
  type Owner,
  ownerOf,
  owners,
  PARTITIONS,
  sagaOf,
  schemaOf,
  sourceOf,
  subjectOf,
  topicOf,
  topics,
  topicsOf,
  typeOf,
} from './topics.ts'
export { MAX_EVENT_BYTES } from './wire.ts'
export { connectWrittenReader, createWrittenReader, type Written, type WrittenReader } from './written.ts'
