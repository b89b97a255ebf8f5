import { type Codec, createCodec } from './codec.ts'
import type { Needs } from './needs.ts'
import { registrySchemaIds } from './registry.ts'

interface CodecSettings {
  readonly registryUrl: string
  /** Of consumed events, the fields that are read; of others everything is. */
  readonly needs?: Needs
}

/** A codec whose schema ids come from a running registry. @throws RegistryUnavailable; CodecError before the schemas are deployed */
export const connectCodec = async ({ registryUrl, needs }: CodecSettings): Promise<Codec> =>
  createCodec(await registrySchemaIds({ registryUrl }), needs)
