import { type Codec, createCodec } from './codec.ts'
import type { Needs } from './needs.ts'
import { registrySchemaIds } from './registry.ts'

interface CodecSettings {
  readonly registryUrl: string
  /** Of consumed events, the fields that are read; of others everything is. */
  readonly needs?: Needs
}

/** A codec that asks a registry for the schemas that the repository does not know. */
export const connectCodec = ({ registryUrl, needs }: CodecSettings): Codec =>
  createCodec(registrySchemaIds({ registryUrl }), needs)
