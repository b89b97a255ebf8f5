import type { Owner } from './owners.ts'

/** The part of Avro that the schemas use: without maps, enums and fixed, which evolve badly. */
export type AvroType = string | RecordSchema | ArraySchema | readonly AvroType[]

interface ArraySchema {
  readonly type: 'array'
  readonly items: AvroType
}

export interface RecordSchema {
  readonly type: 'record'
  /** An event's full name, `bistro.<owner>.<Event>`; a nested record's plain name, in the event's namespace. */
  readonly name: string
  readonly doc?: string
  readonly fields: readonly Field[]
}

export interface Field {
  readonly name: string
  readonly type: AvroType
  readonly doc?: string
  /** What a reader sees if the writer did not know the field. */
  readonly default?: unknown
}

/** An event in the catalogue. */
export interface Declaration {
  /** The service that publishes it. */
  readonly owner: Owner
  /** The schema's version: 1, 2 … */
  readonly version: number
  readonly schema: RecordSchema
}

/** A later topic of an owner, for changes that old readers cannot read. */
export interface Edition {
  readonly owner: Owner
  /** 2 for `….v2`. */
  readonly edition: number
  /** Events with another shape on this topic; all others are the same on both topics. */
  readonly events: Readonly<Record<string, EditedEvent>>
}

interface EditedEvent {
  readonly schema: RecordSchema
  /** Converts stored data to the shape of this topic. Deterministic. */
  upgrade(data: object): object
}

/** A schema's id, the same in every registry. */
export interface LockedId {
  readonly id: number
  readonly type: string
  /** Version of its topic: 1 for `….v1`. */
  readonly edition: number
  /** Of the schema: 1, 2 … */
  readonly version: number
}

export interface LockedSchema extends LockedId {
  readonly schema: RecordSchema
}
