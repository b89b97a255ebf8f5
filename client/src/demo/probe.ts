import { connect } from 'node:net'
import type { Manifest } from '../manifest.ts'
import { servicesWithout } from '../names.ts'

const TIMEOUT_MS = 2_000
export const BROKER = 'kafka'

/** How a part of the system is: well, without an answer, or up and unable to do its work. */
export type Condition = 'well' | 'silent' | 'down' | 'not ready'

export interface Part {
  readonly name: string
  readonly look: () => Promise<Condition>
}

/** What a saga needs of a system, wherever that runs: asked from outside, like anybody else would. */
export function partsOf({ mode, kafka, services, without, psp, carrier, mail }: Manifest): Part[] {
  const programs = [
    ...servicesWithout(without).map((name) => ({ name, url: services[name].url })),
    { name: 'psp', url: psp.url },
    { name: 'carrier', url: carrier.url },
    ...(mail ? [{ name: 'mail', url: mail.url }] : []),
  ].map(({ name, url }) => ({ name, look: () => lookAt(`${url}/health/ready`) }))
  if (mode === 'memory') return [{ name: 'memory', look: () => worstOf(programs) }]
  return [{ name: BROKER, look: () => lookAtBrokers(kafka.bootstrap) }, ...programs]
}

const WORST_FIRST: readonly Condition[] = ['down', 'silent', 'not ready', 'well']

/** Of programs that are one process. */
async function worstOf(programs: readonly Part[]): Promise<Condition> {
  const found = await Promise.all(programs.map(({ look }) => look()))
  return WORST_FIRST.find((condition) => found.includes(condition)) ?? 'well'
}

async function lookAt(url: string): Promise<Condition> {
  try {
    const { ok } = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return ok ? 'well' : 'not ready'
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'silent' : 'down'
  }
}

/** A cluster is well while one of its brokers listens. */
async function lookAtBrokers(bootstrap: string): Promise<Condition> {
  const conditions = await Promise.all(bootstrap.split(',').map(listens))
  return conditions.find((condition) => condition === 'well') ?? conditions[0] ?? 'down'
}

function listens(address: string): Promise<Condition> {
  const [host, port] = address.split(':')
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) })
    const end = (condition: Condition) => () => {
      socket.destroy()
      resolve(condition)
    }
    socket.setTimeout(TIMEOUT_MS, end('silent'))
    socket.once('connect', end('well'))
    socket.once('error', end('down'))
  })
}
