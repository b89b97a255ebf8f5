import type { Codec } from '@bistro/kit/runtime'

/** Data that was not encoded. Events are immutable, so that the reader may get the writer's own object. */
class Passed {
  readonly data: unknown

  constructor(data: unknown) {
    this.data = data
  }
}

/** Does not encode: other tests cover the schemas, and encoding would slow the simulation down. */
export const passThrough: Codec = {
  encode: (_, data) => new Passed(data) as unknown as Buffer,
  decode: (_, bytes) => (bytes as unknown as Passed).data,
  translate: (_, bytes) => bytes,
  versionOf: () => undefined,
  prepare: () => Promise.resolve(),
  check: () => Promise.resolve(),
  compare: () => Promise.resolve([]),
}
