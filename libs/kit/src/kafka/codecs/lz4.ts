import { take, Unfolded } from './unfolded.ts'

const MAGIC = 0x184d2204
const MAGIC_BYTES = 4
/** After the magic: flags, block size, and a checksum of both. */
const DESCRIPTOR_BYTES = 3
const HAS_BLOCK_CHECKS = 0x10
const HAS_LENGTH = 0x08
const HAS_CHECK = 0x04
const HAS_DICTIONARY = 0x01
const CHECK_BYTES = 4
const SIZE_BYTES = 4
const IS_STORED = 0x80000000

/** https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, without its checksums: the broker checks the batch. */
export function unfoldLz4(bytes: Buffer): Buffer {
  const unfolded = new Unfolded()
  for (let at = 0; at < bytes.length; ) at = unfoldFrame(bytes, at, unfolded)
  return unfolded.bytes
}

function unfoldFrame(bytes: Buffer, start: number, unfolded: Unfolded): number {
  if (take(bytes, start, MAGIC_BYTES).readUInt32LE() !== MAGIC) throw new Error('not an LZ4 frame')
  const flags = take(bytes, start + MAGIC_BYTES, 1)[0] as number
  const has = (flag: number, size: number): number => ((flags & flag) === 0 ? 0 : size)
  let at = start + MAGIC_BYTES + DESCRIPTOR_BYTES + has(HAS_LENGTH, 8) + has(HAS_DICTIONARY, 4)
  for (;;) {
    const size = take(bytes, at, SIZE_BYTES).readUInt32LE()
    at += SIZE_BYTES
    if (size === 0) return at + has(HAS_CHECK, CHECK_BYTES)
    const block = take(bytes, at, size % IS_STORED)
    if (size >= IS_STORED) unfolded.append(block)
    else unfoldBlock(block, unfolded)
    at += block.length + has(HAS_BLOCK_CHECKS, CHECK_BYTES)
  }
}

const MIN_REPEATED = 4
const DISTANCE_BYTES = 2

/** Literals and copies alternate; no copy follows the last literals. */
function unfoldBlock(block: Buffer, unfolded: Unfolded): void {
  let at = 0
  const lengthOf = (start: number): number => {
    if (start < 15) return start
    for (let length = start; ; ) {
      const more = take(block, at++, 1)[0] as number
      length += more
      if (more < 255) return length
    }
  }
  while (at < block.length) {
    const token = block[at++] as number
    const literals = lengthOf(token >> 4)
    unfolded.append(take(block, at, literals))
    at += literals
    if (at === block.length) return
    const distance = take(block, at, DISTANCE_BYTES).readUInt16LE()
    at += DISTANCE_BYTES
    unfolded.repeat(distance, MIN_REPEATED + lengthOf(token & 15))
  }
}
