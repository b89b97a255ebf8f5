import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Manifest, operatorRoutesOf, SERVICES, type ServiceName } from '@bistro/client'
import { metricsOf } from './metrics.ts'

export interface Plan {
  readonly seed?: number
  readonly faults?: readonly { readonly name: string; readonly rate?: number; readonly ms?: number }[]
  readonly withoutSafetyNets?: readonly string[]
}

const TIMEOUT_MS = 30_000
const PAUSE_MS = 100
const DONE = 200

/** Asks until the service answers: it may be about to come back from a crash. Programs that measure use it too, without vitest. */
async function untilDone(ask: () => Promise<{ readonly response: Response }>): Promise<void> {
  const endMs = Date.now() + TIMEOUT_MS
  for (;;) {
    const said = await ask().then(({ response }) => response.status, String)
    if (said === DONE) return
    if (Date.now() > endMs) throw new Error(`a service's faults could not be set within ${TIMEOUT_MS} ms: ${said}`)
    await delay(PAUSE_MS)
  }
}

/** Breaks services on purpose. */
export async function breakOnPurpose(
  manifest: Manifest,
  plan: Plan,
  services: readonly ServiceName[] = SERVICES,
): Promise<void> {
  // A test may name a fault that no service knows.
  const put = (service: ServiceName) => operatorRoutesOf(manifest, service).PUT('/faults', { body: plan as never })
  await Promise.all(services.map((service) => untilDone(() => put(service))))
}

/** Mends all services. */
export async function mend(manifest: Manifest): Promise<void> {
  await Promise.all(SERVICES.map((service) => untilDone(() => operatorRoutesOf(manifest, service).DELETE('/faults'))))
}

/** How often a fault was injected into a service since it began. */
export async function injected(manifest: Manifest, service: ServiceName, name: string): Promise<number> {
  const metrics = await metricsOf(manifest, service)
  const [, count = '0'] =
    new RegExp(`^bistro_injected_faults_total\\{name="${name}"\\} (\\d+)$`, 'm').exec(metrics) ?? []
  return Number(count)
}

/** How often a service has crashed so on purpose. */
export const crashesIn = (dataDir: string, service: ServiceName, name: string): number =>
  readFileSync(join(dataDir, 'logs', `${service}.log`), 'utf8')
    .split('\n')
    .filter((line) => line.includes('crashing on purpose') && line.includes(`(${name})`)).length
