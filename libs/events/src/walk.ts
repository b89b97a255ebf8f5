import type { Type } from 'avsc'

// avsc trusts the bytes: it checks for their end only after reading everything, and a foreign schema may
// declare a billion values of zero bytes. So each message is walked before avsc reads it.

/** Maximum of fields and items in a message, including those that the reader skips. */
const MAX_VALUES = 262_144
/** Maximum nesting of records, lists and unions. */
const MAX_DEPTH = 64
const MAX_VARINT_BYTES = 10
const [FLOAT_BYTES, DOUBLE_BYTES] = [4, 8]

type Walk = (place: Place) => void

/** Properties of avsc's types, by kind. */
interface Parts {
  readonly fields: readonly { readonly type: Type }[]
  readonly types: readonly Type[]
  readonly symbols: readonly string[]
  readonly itemsType: Type
  readonly valuesType: Type
  readonly size: number
}

/** Makes a function that walks a value of the type and throws if the bytes are invalid or go on after it. */
export function walkOf(type: Type): (bytes: Buffer, start: number) => void {
  const walk = compile(type, new Map())
  return (bytes, start) => {
    const place = new Place(bytes, start)
    walk(place)
    if (place.bytesLeft > 0) throw new Error(`${place.bytesLeft} bytes follow its end`)
  }
}

function compile(type: Type, known: Map<Type, Walk>): Walk {
  const before = known.get(type)
  if (before) return before
  let walk: Walk | undefined
  // A record may contain itself.
  known.set(type, (place) => walk?.(place))
  walk = make(type, type as unknown as Parts, (part) => compile(part, known))
  known.set(type, walk)
  return walk
}

function make({ typeName }: Type, parts: Parts, walkOfPart: (part: Type) => Walk): Walk {
  switch (typeName) {
    case 'null':
      return () => {}
    case 'boolean':
      return (place) => place.skip(1)
    case 'int':
    case 'long':
      return (place) => void place.long()
    case 'float':
      return (place) => place.skip(FLOAT_BYTES)
    case 'double':
      return (place) => place.skip(DOUBLE_BYTES)
    case 'fixed':
      return (place) => place.skip(parts.size)
    case 'string':
    case 'bytes':
      return (place) => place.skip(place.long())
    case 'enum':
      return (place) => void place.index(parts.symbols.length)
    case 'array':
      return blocks(walkOfPart(parts.itemsType))
    case 'map':
      return blocks(entry(walkOfPart(parts.valuesType)))
    case 'record':
    case 'error':
      return all(parts.fields.map((field) => walkOfPart(field.type)))
    case 'union:wrapped':
    case 'union:unwrapped':
      return one(parts.types.map(walkOfPart))
    default:
      throw new Error(`the type ${typeName} is not supported`)
  }
}

const all =
  (walks: readonly Walk[]): Walk =>
  (place) => {
    place.promise(walks.length)
    place.enter()
    for (const walk of walks) walk(place)
    place.leave()
  }

const one =
  (walks: readonly Walk[]): Walk =>
  (place) => {
    place.enter()
    walks[place.index(walks.length)]?.(place)
    place.leave()
  }

const entry =
  (value: Walk): Walk =>
  (place) => {
    place.skip(place.long())
    value(place)
  }

/** Items in blocks with a count; after a negative count the block's size in bytes follows, which is verified. */
const blocks =
  (item: Walk): Walk =>
  (place) => {
    place.enter()
    for (let count = place.long(); count !== 0; count = place.long()) {
      const end = count < 0 ? place.end(place.long()) : undefined
      place.promise(Math.abs(count))
      for (let left = Math.abs(count); left > 0; left -= 1) item(place)
      if (end !== undefined && end !== place.at) throw new Error('a block does not have its declared size')
    }
    place.leave()
  }

class Place {
  readonly #bytes: Buffer
  #valuesLeft = MAX_VALUES
  #depth = 0
  at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  get bytesLeft(): number {
    return this.#bytes.length - this.at
  }

  long(): number {
    let value = 0
    let factor = 1
    for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
      const byte = this.#bytes[this.at]
      if (byte === undefined) throw tooShort()
      this.at += 1
      value += (byte & 127) * factor
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
      factor *= 128
    }
    throw new Error(`a number has more than ${MAX_VARINT_BYTES} bytes`)
  }

  index(count: number): number {
    const index = this.long()
    if (index < 0 || index >= count) throw new Error(`index ${index} is out of range: there are ${count} choices`)
    return index
  }

  skip(bytes: number): void {
    this.at = this.end(bytes)
  }

  /** The position after `bytes` more bytes. */
  end(bytes: number): number {
    if (bytes < 0) throw new Error('a length is below zero')
    if (bytes > this.bytesLeft) throw tooShort()
    return this.at + bytes
  }

  /** Counts declared values before reading the first. */
  promise(values: number): void {
    if (values > this.#valuesLeft)
      throw new Error(`it declares ${values} values, but only ${this.#valuesLeft} of ${MAX_VALUES} are left`)
    this.#valuesLeft -= values
  }

  enter(): void {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new Error(`its values are nested more than ${MAX_DEPTH} deep`)
  }

  leave(): void {
    this.#depth -= 1
  }
}

const tooShort = () => new Error('they end too early')
