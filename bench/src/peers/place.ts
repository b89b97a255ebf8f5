import type { DatabaseUrls } from '../product/database.ts'

/** The addresses that a subject needs; its processes get them as JSON. */
export interface Place {
  /** Of a database that is the subject's own on each of the five servers. */
  readonly postgres: DatabaseUrls
  readonly kafka: { readonly bootstrap: string; readonly user: string; readonly password: string }
  readonly psp: { readonly url: string; readonly secret: string }
  readonly carrier: { readonly url: string; readonly webhookSecrets: readonly string[] }
  /** Ports of 127.0.0.1: for guests' requests, and for the carrier's webhooks. */
  readonly ports: { readonly reservations: number; readonly carrierEvents: number }
  /** The prefix of this run's topic names. */
  readonly run: string
}

export const PLACE_VARIABLE = 'BISTRO_BENCH_PLACE'

/** In a process of a subject: the place that it was given. */
export function ownPlace(): Place {
  const text = process.env[PLACE_VARIABLE]
  if (!text)
    throw new Error(`${PLACE_VARIABLE} is not set. Only the bench starts subjects. Type: npm run bench -- peers`)
  return JSON.parse(text) as Place
}
