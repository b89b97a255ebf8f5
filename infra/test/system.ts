import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'

const ROOT = join(import.meta.dirname, '..', '..')
const PROJECT = 'saga-bistro-test'
/** Ports of its own, above those from which outgoing connections are made. */
const PORT_PREFIX = '61'
const MINE = `label=com.docker.compose.project=${PROJECT}`
const COMMAND_TIMEOUT_MS = 240_000
const AUDIT_POLL_MS = 2_000

export const portOf = (offset: string): number => Number(`${PORT_PREFIX}${offset}`)

export interface Result {
  readonly status: number | null
  readonly output: string
}

function run(program: string, args: readonly string[]): Result {
  const env = { ...process.env, COMPOSE_PROJECT_NAME: PROJECT, BISTRO_PORT_PREFIX: PORT_PREFIX }
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    timeout: COMMAND_TIMEOUT_MS,
  })
  return { status, output: stripVTControlCharacters(`${stdout}${stderr}`) }
}

/** `docker compose` as anybody would type it at the root of the clone; the outcome is the caller's to judge. */
export const tryCompose = (...args: readonly string[]): Result => run('docker', ['compose', ...args])

/** The same; throws with what was said if it fails. Returns what was said. */
export const compose = (...args: readonly string[]): string => expectSuccess(tryCompose(...args), args)

export const docker = (...args: readonly string[]): string => expectSuccess(run('docker', args), args).trim()

function expectSuccess({ status, output }: Result, args: readonly string[]): string {
  if (status === 0) return output
  throw new Error(`docker ${args.join(' ')} ended with ${status}:\n${output}`)
}

/** The name of the container of one service of the compose file. */
export const containerOf = (name: string): string => `${PROJECT}-${name}-1`

export const namesOfRunning = (): string[] => docker('ps', '--format', '{{.Names}}', '--filter', MINE).split('\n')

/** Everything of the project that the engine knows: containers, volumes and networks. */
export const resources = (): string[] =>
  [
    ['ps', '--all'],
    ['volume', 'ls'],
    ['network', 'ls'],
  ]
    .map((list) => docker(...list, '--quiet', '--filter', MINE))
    .filter((found) => found !== '')

/** The verdict of the audit once no saga is under way, or the last one when the time is up. */
export async function settledAudit(timeoutMs: number): Promise<string> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const { output } = tryCompose('run', '--rm', '--no-deps', 'audit')
    if (/ 0 under way, 0 stuck/.test(output) || Date.now() > deadline) return output
    await delay(AUDIT_POLL_MS)
  }
}

/** Waits until a container has said something. */
export async function untilSaid(name: string, text: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!docker('logs', containerOf(name)).includes(text)) {
    if (Date.now() > deadline) throw new Error(`${name} has not said '${text}' after ${timeoutMs} ms.`)
    await delay(AUDIT_POLL_MS / 10)
  }
}
