import type { ChildRecord } from './lock.ts'
import { isAlive } from './process/identity.ts'
import { stopOrphan } from './process/stop.ts'

const STOP_TIMEOUT_MS = 10_000

/** Stops what a crashed stack left running; returns the names of those that still ran. */
export async function stopOrphans(orphans: readonly ChildRecord[]): Promise<string[]> {
  const alive = orphans.filter(isAlive)
  await Promise.all(alive.map((child) => stopOrphan(child, signalFor(child.name), STOP_TIMEOUT_MS)))
  return alive.map(({ name }) => name)
}

/** To Postgres, SIGTERM means to wait for its clients; SIGINT asks it to end. */
const signalFor = (name: string): NodeJS.Signals => (name.startsWith('postgres-') ? 'SIGINT' : 'SIGTERM')
