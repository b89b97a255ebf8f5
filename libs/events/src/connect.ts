import { type Codec, createCodec } from './codec.ts'
import { registrySchemaIds } from './registry.ts'

/** A codec whose schema ids come from a running registry. @throws RegistryUnavailable; CodecError before the schemas are deployed */
export const connectCodec = async (settings: { readonly registryUrl: string }): Promise<Codec> =>
  createCodec(await registrySchemaIds(settings))
