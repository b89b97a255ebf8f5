import { type Codec, connectCodec, createCodec, fileSchemaIds } from '@bistro/events'
import type { Access } from '../access.ts'
import { reasonOf } from './away.ts'

/** What an event says, or why that cannot be told. */
export type Decoded = { readonly data: object } | { readonly undecoded: string }

export type Decode = (type: string, bytes: Buffer, topic?: string) => Promise<Decoded>

/** Decodes events for people to read. It never throws: who looks at an event may have to look at a broken one. */
export async function openDecoder({ mode, registry }: Pick<Access, 'mode' | 'registry'>): Promise<Decode> {
  const codec = await openCodec(mode, registry.url).catch((error: unknown) => `the registry: ${reasonOf(error)}`)
  if (typeof codec === 'string') return async () => ({ undecoded: codec })
  return async (type, bytes, topic) => {
    try {
      await codec.prepare(bytes)
      return { data: codec.decode(type, bytes, topic) as object }
    } catch (error) {
      return { undecoded: reasonOf(error) }
    }
  }
}

const openCodec = async (mode: Access['mode'], registryUrl: string): Promise<Codec> =>
  mode === 'memory' ? createCodec(fileSchemaIds()) : connectCodec({ registryUrl })
