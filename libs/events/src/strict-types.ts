import avsc from 'avsc'

// avsc is fast because it trusts the bytes. These types reject what it would accept. avsc calls the methods below by
// these names, for a reader's type and for its resolvers.

/** The part of avsc's reader that these types need. */
interface Tap {
  readLong(): number
}

/** Beyond this, avsc corrupts negative numbers: it doubles them, and a double has 53 bits. */
const MAX_LONG = 2 ** 52

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
