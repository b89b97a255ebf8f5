import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { StackError } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import type { ProcessName, ServiceName } from '@bistro/client/names'
import { CouldNotCheck } from './lab.ts'

/** What the stack does for whoever asks by its socket, and back to where it was. */
export function actions(socket: string) {
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
      if (down.size === 0 && scaled.size === 0) return // a lab that needs only code has no stack to ask
      const status = await ask({ action: 'status' })
      const isUp = (name: ProcessName): boolean => status.some((one) => one.name === name && one.state === 'running')
      for (const name of down) if (!isUp(name)) await ask({ action: 'start', name })
      for (const service of scaled) await ask({ action: 'scale', service, processes: 1 })
    },
  }
}

/** `npm run <args>` in the copy, on the data of its stack. */
export async function runIn(path: string, dataDir: string, args: readonly string[], signal?: AbortSignal) {
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
