import type { DatabaseUrls } from '../product/database.ts'

/** Where a subject finds what it stands on; its processes get it as JSON. */
export interface Place {
  /** Of a database that is the subject's own on each of the five servers. */
  readonly postgres: DatabaseUrls
  readonly kafka: { readonly bootstrap: string; readonly user: string; readonly password: string }
  readonly psp: { readonly url: string; readonly secret: string }
  readonly carrier: { readonly url: string; readonly webhookSecrets: readonly string[] }
  /** Ports of 127.0.0.1: where guests ask, and where the carrier tells. */
  readonly ports: { readonly reservations: number; readonly carrierEvents: number }
  /** What the names of this run's topics begin with. */
  readonly run: string
}

export const PLACE_VARIABLE = 'BISTRO_BENCH_PLACE'

/** In a process of a subject: what it was told. */
export function ownPlace(): Place {
  const text = process.env[PLACE_VARIABLE]
  if (!text) throw new Error(`${PLACE_VARIABLE} is missing: subjects are started by npm run bench -- peers`)
  return JSON.parse(text) as Place
}
