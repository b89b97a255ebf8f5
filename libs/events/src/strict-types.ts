import avsc from 'avsc'

// avsc is fast because it trusts the bytes. These types refuse what it would let through. It calls the methods below by
// these names, for a reader's own type and for the resolvers that are made of it.

/** What avsc reads from, as far as these types need it. */
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

/** Beyond this, avsc writes negative numbers as others: it doubles them, and a double has 53 bits. */
const MAX_LONG = 2 ** 52

/**
 * avsc looks for the end of the message only after it has read everything, so a count of 50 million in five bytes
 * makes 50 million items. Here a block may not promise more items than there are bytes left: no item of the contract
 * is smaller than one.
 */
export class StrictArray extends avsc.types.ArrayType {
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

export class StrictLong extends avsc.types.LongType {
  _check(value: unknown, _flags: unknown, hook?: (value: unknown, type: avsc.Type) => void): boolean {
    const valid = Number.isInteger(value) && Math.abs(value as number) <= MAX_LONG
    if (!valid && hook) hook(value, this)
    return valid
  }

  _read(tap: Tap): number {
    const value = tap.readLong()
    if (Math.abs(value) > MAX_LONG) throw new Error('a long is beyond 2^52')
    return value
  }
}

export class StrictInt extends avsc.types.IntType {
  _read(tap: Tap): number {
    const value = tap.readLong()
    if (value !== (value | 0)) throw new Error('an int has more than 32 bits')
    return value
  }
}
