import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDecoder } from '@bistro/audit'
import { operatorRoutesOf, readAll, type SeenRecord, StackError } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import type { Manifest } from '@bistro/client/manifest'
import type { ProcessName, ServiceName } from '@bistro/client/names'
import { typeOf } from '@bistro/events'
import { readManifest } from '@bistro/stack'
import { controlSocket, dataPaths } from '@bistro/stack/paths'
import pg from 'pg'
import { CouldNotCheck } from './lab.ts'
import { slowness } from './patience.ts'
import type { RecordOfTopic, World } from './world.ts'

const PAUSE_MS = 100
const USUAL_SECONDS = 10
const DONE = 200

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
  const until = untilIn(signal)
  const mend = async (service: ServiceName): Promise<void> => {
    await untilDone(until, service, () => operatorRoutesOf(manifest(), service).DELETE('/faults'))
    broken.delete(service)
  }
  const world: World = {
    get manifest() {
      return manifest()
    },
    ...{ path, signal, answers: options.answers ?? new Map(), until, tell, mend },
    ...{ kill: act.kill, stop: act.stop, start: act.start, partition: act.partition, scale: act.scale },
    breakOnPurpose: async (service, plan) => {
      broken.add(service)
      // A name that no service knows is refused there.
      await untilDone(until, service, () =>
        operatorRoutesOf(manifest(), service).PUT('/faults', { body: plan as never }),
      )
    },
    run: (...args) => runIn(path, dataDir, signal, args),
    query: async <Row extends object>(service: ServiceName, text: string, values: readonly unknown[] = []) =>
      queryIn<Row>(manifest(), service, text, values),
    records: (topic) => recordsOf(manifest(), topic),
  }
  return {
    world,
    restore: async () => {
      await act.restore()
      const anew = untilIn(new AbortController().signal)
      for (const service of broken)
        await untilDone(anew, service, () => operatorRoutesOf(manifest(), service).DELETE('/faults'))
    },
  }
}

const untilIn =
  (signal: AbortSignal): World['until'] =>
  async (ask, seconds = USUAL_SECONDS) => {
    const endMs = performance.now() + seconds * 1_000 * slowness()
    for (;;) {
      signal.throwIfAborted()
      const isLast = performance.now() > endMs
      try {
        const found = await ask()
        if (found !== undefined || isLast) return found
      } catch (error) {
        // A service that is about to come back answers nothing for a while.
        if (isLast || error instanceof CouldNotCheck) throw error
      }
      await delay(PAUSE_MS, undefined, { signal })
    }
  }

async function untilDone(
  until: World['until'],
  service: ServiceName,
  ask: () => Promise<{ readonly response: Response; readonly error?: unknown }>,
): Promise<void> {
  const said = { last: 'nothing' }
  const done = await until(async () => {
    const { response, error } = await ask()
    said.last = `${response.status} ${JSON.stringify(error ?? {})}`
    return response.status === DONE ? true : undefined
  }, 30)
  if (!done)
    throw new CouldNotCheck(`The faults of ${service} cannot be set: it answers ${said.last}.`, 'npm run lab -- start')
}

/** What the stack does for whoever asks by its socket, and back to where it was. */
function actions(socket: string) {
  const ask = (...request: Parameters<typeof askStack> extends [string, ...infer Rest] ? Rest : never) =>
    askStack(socket, ...request).catch((error: unknown) => {
      if (!(error instanceof StackError)) throw error
      throw new CouldNotCheck(error.message, error.next ?? 'npm run lab -- start', { cause: error })
    })
  const down = new Set<ProcessName>()
  const scaled = new Set<ServiceName>()
  const takeDown = (action: 'kill' | 'stop') => async (name: ProcessName) => {
    down.add(name)
    await ask({ action, name })
  }
  return {
    kill: takeDown('kill'),
    stop: takeDown('stop'),
    start: async (name: ProcessName, settings?: Readonly<Record<string, string>>) => {
      await ask({ action: 'start', name, ...(settings && { settings }) })
      down.delete(name)
    },
    partition: async (topic: string, partitions: number) => {
      await ask({ action: 'partition', topic, partitions })
    },
    scale: async (service: ServiceName, processes: number) => {
      scaled.add(service)
      await ask({ action: 'scale', service, processes })
      if (processes === 1) scaled.delete(service)
    },
    restore: async () => {
      const status = await ask({ action: 'status' })
      const isUp = (name: ProcessName): boolean => status.some((one) => one.name === name && one.state === 'running')
      for (const name of down) if (!isUp(name)) await ask({ action: 'start', name })
      for (const service of scaled) await ask({ action: 'scale', service, processes: 1 })
    },
  }
}

async function runIn(path: string, dataDir: string, signal: AbortSignal, args: readonly string[]) {
  const child = spawn(process.execPath, [join(path, 'cli', 'src', 'main.ts'), ...args], {
    cwd: path,
    env: { ...process.env, BISTRO_DATA_DIR: dataDir, NO_COLOR: '1' },
    signal,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status: status ?? 1, output }
}

async function queryIn<Row extends object>(
  { services }: Manifest,
  service: ServiceName,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const client = new pg.Client(services[service].postgres)
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

async function recordsOf(manifest: Manifest, topic: string): Promise<readonly RecordOfTopic[]> {
  const seen: SeenRecord[] = []
  await readAll(manifest, [topic], (record) => void seen.push(record))
  const decode = openDecoder(manifest)
  return Promise.all(
    seen.map(async (record) => {
      const { ce_type = '' } = record.headers
      const decoded = await decode(typeOf(ce_type) ?? ce_type, record.value, topic)
      return { ...record, data: 'data' in decoded ? (decoded.data as RecordOfTopic['data']) : undefined }
    }),
  )
}
