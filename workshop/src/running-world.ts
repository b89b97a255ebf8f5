import { openDecoder } from '@bistro/audit'
import { operatorRoutesOf } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import type { ServiceName } from '@bistro/client/names'
import { readManifest } from '@bistro/stack'
import { controlSocket, dataPaths } from '@bistro/stack/paths'
import { actions, runIn } from './acting.ts'
import { CouldNotCheck } from './lab.ts'
import { queryIn, recordsOf } from './looking.ts'
import { untilIn } from './until.ts'
import type { World } from './world.ts'

const DONE = '200 '
const SERVER_ERROR = 500
const TO_SET_FAULTS_SECONDS = 30

export interface WorldOptions {
  /** The copy. */
  readonly path: string
  readonly dataDir: string
  readonly answers?: ReadonlyMap<string, string>
  readonly signal: AbortSignal
  readonly tell: (text: string) => void
}

/** A world to act on, and the end of it. */
export interface OpenWorld {
  readonly world: World
  /** Mends what was broken, starts what was stopped. @throws CouldNotCheck where that fails */
  restore(): Promise<void>
}

/** The stack on a data directory, as a verification acts on it and looks at it. */
export function openWorld(options: WorldOptions): OpenWorld {
  const { path, dataDir, signal, tell } = options
  const { manifest: file } = dataPaths(dataDir)
  const act = actions(controlSocket(dataDir))
  const manifest = (): Manifest => {
    const found = readManifest(file)
    if (!found) throw new CouldNotCheck('The stack of the lab is not running.', 'npm run lab -- start')
    return found
  }
  const broken = new Set<ServiceName>()
  /** It learns schemas from the registry, once each. */
  let decode: ReturnType<typeof openDecoder> | undefined
  const until = untilIn(signal)
  const mend = async (service: ServiceName, wait = until): Promise<void> => {
    await untilDone(wait, service, () => operatorRoutesOf(manifest(), service).DELETE('/faults'))
    broken.delete(service)
  }
  const world: World = {
    get manifest() {
      return manifest()
    },
    ...{ path, signal, answers: options.answers ?? new Map(), until, tell },
    ...{ kill: act.kill, stop: act.stop, start: act.start, partition: act.partition, scale: act.scale },
    mend: (service) => mend(service),
    breakOnPurpose: async (service, plan) => {
      broken.add(service)
      // A name that no service knows is refused there.
      await untilDone(until, service, () =>
        operatorRoutesOf(manifest(), service).PUT('/faults', { body: plan as never }),
      )
    },
    run: (...args) => runIn(path, dataDir, args, signal),
    query: async <Row extends object>(service: ServiceName, text: string, values: readonly unknown[] = []) =>
      queryIn<Row>(manifest(), service, text, values),
    records: (topic) => {
      decode ??= openDecoder(manifest())
      return recordsOf(manifest(), decode, topic)
    },
  }
  return {
    world,
    restore: async () => {
      await act.restore()
      const anew = untilIn(new AbortController().signal)
      for (const service of broken) await mend(service, anew)
    },
  }
}

async function untilDone(
  until: World['until'],
  service: ServiceName,
  ask: () => Promise<{ readonly response: Response; readonly error?: unknown }>,
): Promise<void> {
  const last = await until(async () => {
    const { response, error } = await ask()
    if (response.status < SERVER_ERROR) return `${response.status} ${JSON.stringify(error ?? {})}`
    return undefined
  }, TO_SET_FAULTS_SECONDS)
  if (last?.startsWith(DONE)) return
  const said = last === undefined ? 'it answers nothing' : `it answers ${last}`
  throw new CouldNotCheck(`The faults of ${service} cannot be set: ${said}.`, 'npm run lab -- start')
}
