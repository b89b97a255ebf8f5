import { connectCodec, createCodec, fileSchemaIds } from '@bistro/events'
import type { Access } from '../access.ts'
import { reasonOf } from './away.ts'

/** The data of an event, or why it cannot be decoded. */
export type Decoded = { readonly data: object } | { readonly undecoded: string }

export type Decode = (type: string, bytes: Buffer, topic?: string) => Promise<Decoded>

/** Decodes events for people to read. It never throws, because the event may be malformed. */
export function openDecoder({ mode, registry }: Pick<Access, 'mode' | 'registry'>): Decode {
  const codec = mode === 'memory' ? createCodec(fileSchemaIds()) : connectCodec({ registryUrl: registry.url })
  return async (type, bytes, topic) => {
    try {
      await codec.prepare(bytes)
      return { data: codec.decode(type, bytes, topic) as object }
    } catch (error) {
      return { undecoded: reasonOf(error) }
    }
  }
}
