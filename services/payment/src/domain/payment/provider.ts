import type { Money } from '@bistro/events'
import { effectNamed } from '@bistro/kit'

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

/** `voided`: the key was voided before the charge came. */
export type ChargeAnswer =
  | { readonly status: 'captured'; readonly providerReference: string }
  | { readonly status: 'declined' }
  | { readonly status: 'voided' }

/** Outcome of the charge: a captured one can no longer be voided, a voided one never charges. */
export interface VoidAnswer {
  readonly status: 'voided' | 'captured' | 'declined'
}

export interface RefundAnswer {
  readonly status: 'refunded' | 'refused'
}

/** The calls to the card provider. */
export const charge = effectNamed<ChargeRequest, ChargeAnswer>('charge')
export const voiding = effectNamed<VoidRequest, VoidAnswer>('void')
export const refund = effectNamed<RefundRequest, RefundAnswer>('refund')
