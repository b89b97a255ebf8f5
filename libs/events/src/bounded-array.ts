import avsc from 'avsc'

/** What avsc reads from, as far as an array needs it. */
interface Tap {
  readonly buf: Buffer
  pos: number
  readLong(): number
  skipLong(): void
}

interface Items {
  _read(tap: Tap): unknown
  _skip(tap: Tap): void
}

/**
 * avsc looks for the end of the message only after it has read everything, so a count of 50 million in five bytes
 * makes 50 million items. Here a block may not promise more items than there are bytes left: no item of the contract
 * is smaller than one. avsc calls these two methods by these names, for the reader's type and for resolvers made of it.
 */
export class BoundedArray extends avsc.types.ArrayType {
  _read(tap: Tap): unknown[] {
    const items = this.itemsType as unknown as Items
    const values: unknown[] = []
    for (let left = blockLength(tap); left > 0; left = blockLength(tap))
      while (left-- > 0) values.push(items._read(tap))
    return values
  }

  _skip(tap: Tap): void {
    const items = this.itemsType as unknown as Items
    for (let left = blockLength(tap); left > 0; left = blockLength(tap)) while (left-- > 0) items._skip(tap)
  }
}

/** A negative count is followed by the block's size in bytes, which nobody needs here. */
function blockLength(tap: Tap): number {
  const count = tap.readLong()
  if (count < 0) tap.skipLong()
  const length = Math.abs(count)
  const bytesLeft = tap.buf.length - tap.pos
  if (length > bytesLeft) throw new Error(`an array promises ${length} items in ${Math.max(bytesLeft, 0)} bytes`)
  return length
}
