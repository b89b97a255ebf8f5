import { collectWhenIdle } from '@bistro/kit/process/idle-collection'
import type { Running } from '../http/server.ts'

const DRAIN_TIMEOUT_MS = 10_000

/** Runs one simulator as an OS process: exit status 1 with a readable text when it cannot start, 0 after SIGTERM. */
export async function run<S>(
  name: string,
  read: (env: NodeJS.ProcessEnv) => S,
  create: (settings: S) => Promise<Running>,
) {
  try {
    const running = await create(read(process.env))
    collectWhenIdle()
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(name, running))
  } catch (error) {
    process.stderr.write(`${name} cannot start. ${explain(error)}\n`)
    process.exit(1)
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}: stop the process that listens there, or set BISTRO_HTTP_PORT to a free port.`
  }
  return error.message
}

let stopping = false

async function stop(name: string, running: Running): Promise<void> {
  if (stopping) return
  stopping = true
  setTimeout(() => {
    process.stderr.write(`${name} did not stop within ${DRAIN_TIMEOUT_MS} ms; everything it acknowledged is on disk.\n`)
    process.exit(1)
  }, DRAIN_TIMEOUT_MS).unref()
  await running.close()
  process.exit(0)
}
