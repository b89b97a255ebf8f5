import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Manifest, SERVICES, type ServiceName } from '@bistro/client'
import { expect } from 'vitest'
import { asOperator } from './requests.ts'

export interface Plan {
  readonly seed?: number
  readonly faults?: readonly { readonly name: string; readonly rate?: number; readonly ms?: number }[]
  readonly withoutSafetyNets?: readonly string[]
}

/** Asks until the service answers: it may be about to come back from a crash. */
const untilDone = (url: string, request: RequestInit): Promise<void> =>
  expect
    .poll(
      () =>
        fetch(url, request).then(
          ({ status }) => status,
          () => 'no answer',
        ),
      { timeout: 30_000 },
    )
    .toBe(200)

/** Breaks services on purpose. */
export async function breakOnPurpose(
  manifest: Manifest,
  plan: Plan,
  services: readonly ServiceName[] = SERVICES,
): Promise<void> {
  const headers = { ...asOperator(manifest), 'content-type': 'application/json' }
  const request = { method: 'PUT', headers, body: JSON.stringify(plan) }
  await Promise.all(services.map((service) => untilDone(`${manifest.services[service].url}/faults`, request)))
}

/** Mends all services. */
export async function mend(manifest: Manifest): Promise<void> {
  const request = { method: 'DELETE', headers: asOperator(manifest) }
  await Promise.all(SERVICES.map((service) => untilDone(`${manifest.services[service].url}/faults`, request)))
}

/** How often a fault was injected into a service since it began. */
export async function injected(manifest: Manifest, service: ServiceName, name: string): Promise<number> {
  const metrics = await (
    await fetch(`${manifest.services[service].url}/metrics`, { headers: asOperator(manifest) })
  ).text()
  const [, count = '0'] =
    new RegExp(`^bistro_injected_faults_total\\{name="${name}"\\} (\\d+)$`, 'm').exec(metrics) ?? []
  return Number(count)
}

/** How often a service has crashed so on purpose. */
export const crashesIn = (dataDir: string, service: ServiceName, name: string): number =>
  readFileSync(join(dataDir, 'logs', `${service}.log`), 'utf8')
    .split('\n')
    .filter((line) => line.includes('crashing on purpose') && line.includes(`(${name})`)).length
