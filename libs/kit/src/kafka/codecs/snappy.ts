import { take, Unfolded } from './unfolded.ts'

/** Framing of Java's clients and the broker: this magic, two versions, then blocks with their lengths. */
const FRAMED = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const FRAME_HEADER_BYTES = 16
const LENGTH_BYTES = 4

/** https://github.com/google/snappy/blob/main/format_description.txt, bare or framed. */
export function unfoldSnappy(bytes: Buffer): Buffer {
  const unfolded = new Unfolded()
  if (!bytes.subarray(0, FRAMED.length).equals(FRAMED)) unfoldBlock(bytes, unfolded)
  else
    for (let at = FRAME_HEADER_BYTES; at < bytes.length; ) {
      const length = take(bytes, at, LENGTH_BYTES).readUInt32BE()
      unfoldBlock(take(bytes, at + LENGTH_BYTES, length), unfolded)
      at += LENGTH_BYTES + length
    }
  return unfolded.bytes
}

const LITERAL = 0
/** From this value on, the following bytes hold the literal's length. */
const LONG_LITERAL = 60
/** Size of a copy's distance in bytes, by the lowest two bits of its tag. */
const DISTANCE_BYTES = [0, 1, 2, 4] as const

function unfoldBlock(block: Buffer, unfolded: Unfolded): void {
  let at = endOfLength(block)
  while (at < block.length) {
    const tag = block[at++] as number
    const kind = tag & 3
    if (kind === LITERAL) {
      const extra = Math.max(0, (tag >> 2) + 1 - LONG_LITERAL)
      const length = 1 + (extra === 0 ? tag >> 2 : take(block, at, extra).readUIntLE(0, extra))
      unfolded.append(take(block, at + extra, length))
      at += extra + length
    } else {
      const size = DISTANCE_BYTES[kind] as number
      const distance = take(block, at, size).readUIntLE(0, size)
      if (size === 1) unfolded.repeat(((tag >> 5) << 8) | distance, ((tag >> 2) & 7) + 4)
      else unfolded.repeat(distance, (tag >> 2) + 1)
      at += size
    }
  }
}

/** A block begins with its uncompressed length, which is not trusted. */
function endOfLength(block: Buffer): number {
  let at = 0
  while (((block[at++] ?? 0) & 0x80) !== 0);
  return at
}
