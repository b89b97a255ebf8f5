import { servicesWithout } from '@bistro/services'
import type { Access } from '../access.ts'
import { brokersOf } from './brokers.ts'
import { Snapshot } from './snapshot.ts'

const TIMEOUT_MS = 3_000

/** A part of a stack that does not respond. */
export interface Away {
  /** As the stack calls it: `order`, `postgres-order`, `kafka`, `registry`, `psp`, `carrier`, `mail`, `gateway`. */
  readonly part: string
  readonly address: string
  readonly reason: string
}

interface Probe {
  readonly part: string
  readonly address: string
  ask(): Promise<unknown>
}

/** Probes every part of a stack, all at once. */
export async function findAway(access: Access): Promise<Away[]> {
  const asked = await Promise.all(
    probesOf(access).map(async ({ part, address, ask }): Promise<Away[]> => {
      try {
        await ask()
        return []
      } catch (error) {
        return [{ part, address, reason: reasonOf(error) }]
      }
    }),
  )
  return asked.flat()
}

function probesOf(access: Access): Probe[] {
  const { services, gateway, kafka, registry, psp, carrier, mail, mode } = access
  const running = servicesWithout(access.without)
  const live = (part: string, url: string): Probe => ({ part, address: url, ask: () => answer(`${url}/health/live`) })
  const databases = running.map((service): Probe => {
    const { host, port } = services[service].postgres
    return {
      part: `postgres-${service}`,
      address: `${host}:${port}`,
      ask: async () => (await Snapshot.open(service, services[service].postgres)).close(),
    }
  })
  const log: Probe[] =
    mode === 'memory'
      ? []
      : [
          { part: 'kafka', address: kafka.bootstrap, ask: () => login(kafka) },
          { part: 'registry', address: registry.url, ask: () => answer(`${registry.url}/subjects`) },
        ]
  return [
    ...databases,
    ...log,
    live('psp', psp.url),
    live('carrier', carrier.url),
    ...(mail ? [live('mail', mail.url)] : []),
    ...running.map((service) => live(service, services[service].url)),
    ...(gateway ? [live('gateway', gateway.url)] : []),
  ]
}

/** Any response counts, whatever its status. */
const answer = async (url: string): Promise<unknown> =>
  (await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })).arrayBuffer()

async function login(access: Access['kafka']): Promise<void> {
  const admin = brokersOf(access, TIMEOUT_MS, 0).admin()
  await admin.connect()
  await admin.disconnect()
}

/** Why something did not respond, in a few words. */
export function reasonOf(error: unknown): string {
  const { name, message, cause, code } = error as Error & { code?: string }
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`
  const text = cause instanceof Error ? cause.message || (cause as { code?: string }).code : message || code
  return /ECONNREFUSED/.test(`${text} ${code}`) ? 'connection refused' : (text ?? String(error)).split('\n')[0]!
}
