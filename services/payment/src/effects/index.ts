import type { EffectDefinition } from '@bistro/kit'
import type { Command } from '../payment/commands.ts'
import type { ChargeAnswer, ChargeRequest, Ports, RefundAnswer, RefundRequest, VoidAnswer, VoidRequest } from './psp.ts'

const aggregate = 'payment'
const calls = 'the card provider'

export const charge: EffectDefinition<ChargeRequest, ChargeAnswer, Ports> = {
  name: 'charge',
  aggregate,
  calls,
  call: (request, { psp }) => psp.charge(request),
  command: (answer): Command => ({ type: 'AnswerCharge', answer }),
  refused: (): Command => ({ type: 'RefuseCharge' }),
}

/** Never given up: only its answer tells whether there is money to give back. */
export const voiding: EffectDefinition<VoidRequest, VoidAnswer, Ports> = {
  name: 'void',
  aggregate,
  calls,
  call: (request, { psp }) => psp.void(request),
  command: (answer): Command => ({ type: 'AnswerVoid', answer }),
}

export const refund: EffectDefinition<RefundRequest, RefundAnswer, Ports> = {
  name: 'refund',
  aggregate,
  calls,
  call: (request, { psp }) => psp.refund(request),
  command: (answer): Command => ({ type: 'AnswerRefund', answer }),
  refused: (): Command => ({ type: 'AnswerRefund', answer: { status: 'refused' } }),
}
