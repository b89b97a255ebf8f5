import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { ProcessName, ServiceName } from '@bistro/client'
import type { Lie, Mode } from '../stack/passage.ts'
import type { Begin } from '../world.ts'
import { pausing } from './pauses.ts'

/** A service that cannot start with that clock has ended by then. */
const START_TIMEOUT_MS = 5_000
const CLOCK = pathToFileURL(new URL('../preload/clock.ts', import.meta.url).pathname)

/** Restarts the service with a moved clock, later with the right one. */
export const clock: Readonly<Record<string, Begin>> = {
  'clock moved': async ({ processes }, { target }) => {
    const [service, shiftMs] = target.split(' ') as [ServiceName, string]
    const restart = async (options: string): Promise<void> => {
      processes.tell(service, { NODE_OPTIONS: options })
      await processes.kill(service)
      await processes.start(service)
    }
    const moved = restart(`--import=${CLOCK}?shiftMs=${shiftMs}`).catch(() => {}) // reported as a death
    return async () => {
      await Promise.race([moved, delay(START_TIMEOUT_MS)])
      await restart('')
    }
  },
}

const through =
  (modeOf: (how: string | undefined) => Mode): Begin =>
  async ({ proxies }, { target }) => {
    const [route = '', how] = target.split(' ')
    proxies.set(route, modeOf(how))
    return async () => proxies.set(route, 'open')
  }

export const registry: Readonly<Record<string, Begin>> = {
  'registry killed': async ({ processes }, { target }) => {
    await processes.kill(target as ProcessName)
    return () => processes.start(target as ProcessName)
  },
  'registry paused': pausing(),
  'registry lies': through((lie) => ({ lie: lie as Lie })),
}

export const network: Readonly<Record<string, Begin>> = {
  'connection silent': through(() => 'silent'),
  'connection slow': through(() => 'slow'),
  'connection cut': through(() => 'cut'),
}
