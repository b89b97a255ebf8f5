import { CodecError } from './errors.ts'

/** Maximum size of a message that is written or read, header included. */
export const MAX_EVENT_BYTES = 65_536

/** Header of the registry's wire format: byte 0, then the schema's id in four bytes, big-endian. */
export const HEADER_BYTES = 5

/** Checks the header and returns its schema id. */
export function writerId(bytes: Buffer): number {
  if (bytes.length > MAX_EVENT_BYTES) throw tooLarge('The message', bytes.length)
  if (bytes.length < HEADER_BYTES || bytes[0] !== 0)
    throw new CodecError('undecodable', 'The message does not begin with byte 0 and a schema id of four bytes.')
  return bytes.readUInt32BE(1)
}

export const tooLarge = (what: string, bytes: number): CodecError =>
  new CodecError('too-large', `${what} has ${bytes} bytes; the limit is ${MAX_EVENT_BYTES}. Split its content.`)
