import type { Routes } from '@bistro/kit/http'
import { carrierEvents } from './carrier-events.ts'
import { shipments } from './shipments.ts'

export interface RouteSettings {
  /** The carrier's events may be signed with any of these. */
  readonly webhookSecrets: readonly string[]
}

export const createRoutes =
  ({ webhookSecrets }: RouteSettings): Routes =>
  (context) => {
    shipments(context)
    carrierEvents(webhookSecrets)(context)
  }
