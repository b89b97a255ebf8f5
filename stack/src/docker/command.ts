import { spawnSync } from 'node:child_process'
import { StackError } from '@bistro/client/errors'
import { childEnvironment } from '../process/environment.ts'
import { type RunOptions, run } from '../process/run.ts'

const NOW_TIMEOUT_MS = 30_000

/** How the user has told the command where the engine is. */
const FORWARDED = [
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
  'XDG_RUNTIME_DIR',
]

/** The environment of every call of `docker`, beside what all children inherit. */
export const dockerEnvironment = (): Record<string, string> =>
  Object.fromEntries(FORWARDED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))

/** Calls `docker` and returns what it printed; throws a StackError if it fails. */
export const docker = (args: readonly string[], options: RunOptions = {}): Promise<string> =>
  run('docker', args, { ...options, env: dockerEnvironment() })

/** The same, and nothing else happens meanwhile: for the end of a process. */
export function dockerNow(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('docker', args, {
    encoding: 'utf8',
    env: childEnvironment(dockerEnvironment()),
    timeout: NOW_TIMEOUT_MS,
  })
  if (status === 0) return stdout
  throw new StackError(`docker ${args[0]} failed: ${error?.message ?? stderr.trim()}`, 'docker version')
}
