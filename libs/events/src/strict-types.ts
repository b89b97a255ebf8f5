import avsc from 'avsc'

// avsc is fast because it trusts the bytes. These types refuse what it would let through. It calls the methods below by
// these names, for a reader's own type and for the resolvers that are made of it.

/** What avsc reads from, as far as these types need it. */
interface Tap {
  readLong(): number
}

/** Beyond this, avsc writes negative numbers as others: it doubles them, and a double has 53 bits. */
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
