import type { EventType } from '@bistro/events'
import { v7 as newId } from 'uuid'
import { dataOf } from '../peers/flow/data.ts'
import { newSaga, OWNED } from '../peers/flow/saga.ts'

export interface Sample {
  readonly type: EventType
  readonly data: object
}

/** The sixteen events of a saga that goes well. */
export function sagaEvents(): Sample[] {
  const saga = newSaga({
    customerId: newId(),
    eveningId: newId(),
    seats: 2,
    kits: [{ sku: 'tasting-menu', quantity: 1 }],
    cardToken: 'tok_ok',
  })
  return Object.values(OWNED)
    .flat()
    .map((type) => ({ type, data: dataOf(type, saga) }))
}
