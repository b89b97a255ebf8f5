import Type from 'typebox'
import type * as provider from '../domain/payment/provider.ts'

/** Limited to what an event can hold. */
const MAX_REFERENCE_CHARACTERS = 255

const Captured = Type.Object({
  status: Type.Literal('captured'),
  providerReference: Type.String({ minLength: 1, maxLength: MAX_REFERENCE_CHARACTERS }),
})
const Declined = Type.Object({ status: Type.Literal('declined') })
const Voided = Type.Object({ status: Type.Literal('voided') })

export const ChargeAnswer = Type.Union([Captured, Declined, Voided])

export const VoidAnswer = Type.Object({
  status: Type.Union([Type.Literal('voided'), Type.Literal('captured'), Type.Literal('declined')]),
})

export const RefundAnswer = Type.Object({ status: Type.Union([Type.Literal('refunded'), Type.Literal('refused')]) })

/**
 * The card provider. Calls throw if there is no response, and may be repeated: each key takes effect once.
 * A permanent refusal is a CallRefused.
 */
export interface Psp {
  charge(request: provider.ChargeRequest): Promise<provider.ChargeAnswer>
  void(request: provider.VoidRequest): Promise<provider.VoidAnswer>
  refund(request: provider.RefundRequest): Promise<provider.RefundAnswer>
}

export interface Ports {
  readonly psp: Psp
}
