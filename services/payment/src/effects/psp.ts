import type { Money } from '@bistro/events'
import Type, { type Static } from 'typebox'

export interface ChargeRequest {
  readonly paymentId: string
  readonly amount: Money
  readonly cardToken: string
}

export interface VoidRequest {
  readonly paymentId: string
}

export interface RefundRequest {
  readonly paymentId: string
  readonly amount: Money
}

/** As long as an event has room for it. */
const MAX_REFERENCE_CHARACTERS = 255

const Captured = Type.Object({
  status: Type.Literal('captured'),
  providerReference: Type.String({ minLength: 1, maxLength: MAX_REFERENCE_CHARACTERS }),
})
const Declined = Type.Object({ status: Type.Literal('declined') })
const Voided = Type.Object({ status: Type.Literal('voided') })

/** `voided`: the key was voided before the charge came. */
export const ChargeAnswer = Type.Union([Captured, Declined, Voided])
export type ChargeAnswer = Static<typeof ChargeAnswer>

/** What became of the charge: a captured one cannot be voided any more, a voided one never charges. */
export const VoidAnswer = Type.Object({
  status: Type.Union([Type.Literal('voided'), Type.Literal('captured'), Type.Literal('declined')]),
})
export type VoidAnswer = Static<typeof VoidAnswer>

export const RefundAnswer = Type.Object({ status: Type.Union([Type.Literal('refunded'), Type.Literal('refused')]) })
export type RefundAnswer = Static<typeof RefundAnswer>

/**
 * The card provider. Every call throws unless it is answered, and may be repeated: the same key is done once.
 * What it refuses for good it throws as CallRefused.
 */
export interface Psp {
  charge(request: ChargeRequest): Promise<ChargeAnswer>
  void(request: VoidRequest): Promise<VoidAnswer>
  refund(request: RefundRequest): Promise<RefundAnswer>
}

export interface Ports {
  readonly psp: Psp
}
