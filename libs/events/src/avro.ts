import type { Owner } from './owners.ts'

/** The part of Avro that the schemas use: no maps, enums or fixed, which evolve badly. */
export type AvroType = string | RecordSchema | ArraySchema | readonly AvroType[]

interface ArraySchema {
  readonly type: 'array'
  readonly items: AvroType
}

export interface RecordSchema {
  readonly type: 'record'
  /** Of an event: its full name, `bistro.<owner>.<Event>`. Of a record within: a plain name, in the event's namespace. */
  readonly name: string
  readonly doc?: string
  readonly fields: readonly Field[]
}

export interface Field {
  readonly name: string
  readonly type: AvroType
  readonly doc?: string
  /** What a reader sees where the writer did not know the field yet. */
  readonly default?: unknown
}

/** What the catalogue knows of an event. */
export interface Declaration {
  /** The service that publishes it. */
  readonly owner: Owner
  /** Of its schema: 1, 2 … */
  readonly version: number
  readonly schema: RecordSchema
}

/** A topic beside the first one of its owner, for changes that old readers cannot follow. */
export interface Edition {
  readonly owner: Owner
  /** 2 for `….v2`. */
  readonly edition: number
  /** What has another shape there; all other events are the same on both topics. */
  readonly events: Readonly<Record<string, EditedEvent>>
}

interface EditedEvent {
  readonly schema: RecordSchema
  /** What is stored, in the shape of this topic: the same for the same event, whenever it is asked. */
  upgrade(data: object): object
}

/** An id that stands for a schema in every registry. */
export interface LockedId {
  readonly id: number
  readonly type: string
  /** Of the topic that it is published on: 1 for `….v1`. */
  readonly edition: number
}

export interface LockedSchema extends LockedId {
  readonly schema: RecordSchema
}
