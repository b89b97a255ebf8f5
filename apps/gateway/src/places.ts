import { readFileSync, statSync } from 'node:fs'
import type { Manifest } from '@bistro/client/manifest'
import { serviceIn } from '@bistro/client/names'
import type { ServiceUrls } from './settings.ts'

/** How soon it notices that a process has come or gone. */
const LOOK_EVERY_MS = 500

/** Where each service is: what the settings say, unless another process of it has to stand in. Follows the manifest until the signal. */
export function followPlaces(documented: ServiceUrls, manifest: string, signal: AbortSignal): ServiceUrls {
  const places = new Map(documented)
  if (manifest === '') return places
  let seen: string | undefined
  const look = (): void => {
    const written = writtenAt(manifest)
    if (written === seen) return
    seen = written
    const processes = processesIn(manifest)
    for (const [service, url] of documented) places.set(service, standIn(service, url, processes))
  }
  look()
  const looking = setInterval(look, LOOK_EVERY_MS).unref()
  signal.addEventListener('abort', () => clearInterval(looking))
  return places
}

/** Another text each time that the file was written. */
function writtenAt(path: string): string {
  const { mtimeMs, ino, size } = statSync(path, { throwIfNoEntry: false }) ?? {}
  return `${mtimeMs} ${ino} ${size}`
}

type Processes = readonly Pick<Manifest['processes'][number], 'name' | 'address'>[]

/** The first process of a service while it runs, or the next one that does; where none does, the first, so that callers learn that. */
function standIn(service: string, url: string, processes: Processes): string {
  const running = processes.filter(({ name }) => serviceIn(name) === service)
  return running.some(({ name }) => name === service) ? url : (running[0]?.address ?? url)
}

/** Those that run, in order; none while there is no stack to describe. */
function processesIn(manifest: string): Processes {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as Manifest).processes
  } catch {
    return []
  }
}
