import { type Faulty, keyOf } from '../../faults/index.ts'
import { httpClient } from '../../http/index.ts'

const HEADER = 'idempotency-key'

/** Reaches the outside as `httpClient` does, with another idempotency key at each call while that net is out. */
export const connectWith =
  (faulty: Pick<Faulty, 'nets' | 'freshKey'>): typeof httpClient =>
  (...place) => {
    const call = httpClient(...place)
    return (request, schema) => {
      const key = request.headers?.[HEADER]
      if (key === undefined) return call(request, schema)
      return call({ ...request, headers: { ...request.headers, [HEADER]: keyOf(faulty, key) } }, schema)
    }
  }
