import { define } from '@bistro/kit'
import { payment } from '../domain/payment/index.ts'
import * as provider from '../domain/payment/provider.ts'
import type { Ports } from './psp.ts'

const calls = 'the card provider'

export const charge = define(payment).effect(provider.charge, {
  calls,
  call: (request, { psp }: Ports) => psp.charge(request),
  command: (answer) => ({ type: 'AnswerCharge', answer }),
  refused: () => ({ type: 'RefuseCharge' }),
})

/** Retried until answered: only the answer tells whether there is money to give back. */
export const voiding = define(payment).effect(provider.voiding, {
  calls,
  call: (request, { psp }: Ports) => psp.void(request),
  command: (answer) => ({ type: 'AnswerVoid', answer }),
})

export const refund = define(payment).effect(provider.refund, {
  calls,
  call: (request, { psp }: Ports) => psp.refund(request),
  command: (answer) => ({ type: 'AnswerRefund', answer }),
  refused: () => ({ type: 'AnswerRefund', answer: { status: 'refused' } }),
})
