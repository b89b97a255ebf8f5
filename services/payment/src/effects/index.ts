import type { EffectDefinition } from '@bistro/kit'
import type { Command } from '../payment/commands.ts'
import type { ChargeAnswer, ChargeRequest, Ports, RefundAnswer, RefundRequest, VoidAnswer, VoidRequest } from './psp.ts'

const aggregate = 'payment'

export const charge: EffectDefinition<ChargeRequest, ChargeAnswer, Ports> = {
  name: 'charge',
  aggregate,
  call: (request, { psp }) => psp.charge(request),
  command: (answer): Command => ({ type: 'AnswerCharge', answer }),
}

export const voiding: EffectDefinition<VoidRequest, VoidAnswer, Ports> = {
  name: 'void',
  aggregate,
  call: (request, { psp }) => psp.void(request),
  command: (answer): Command => ({ type: 'AnswerVoid', answer }),
}

export const refund: EffectDefinition<RefundRequest, RefundAnswer, Ports> = {
  name: 'refund',
  aggregate,
  call: (request, { psp }) => psp.refund(request),
  command: (answer): Command => ({ type: 'AnswerRefund', answer }),
}
