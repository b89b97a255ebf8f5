import { type Codec, createCodec } from './codec.ts'
import type { Needs } from './needs.ts'
import { registrySchemaIds } from './registry.ts'

interface CodecSettings {
  readonly registryUrl: string
  /** The fields read of consumed events; other events are read whole. */
  readonly needs?: Needs
}

/** A codec that loads schemas unknown to the repository from a registry. */
export const connectCodec = ({ registryUrl, needs }: CodecSettings): Codec =>
  createCodec(registrySchemaIds({ registryUrl }), needs)
