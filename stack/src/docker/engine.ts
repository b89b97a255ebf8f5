import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { childEnvironment } from '../process/environment.ts'
import { dockerEnvironment } from './command.ts'

const ANSWER_TIMEOUT_MS = 5000

/** What this machine has of Docker. `silent`: the command is there, but no engine answers it. */
export type Engine =
  | { readonly state: 'answers'; readonly version: string }
  | { readonly state: 'silent' | 'absent'; readonly why: string; readonly advice: string }

/** Asks the engine for its version. */
export async function findEngine(): Promise<Engine> {
  try {
    const { stdout } = await promisify(execFile)('docker', ['version', '--format', '{{.Server.Version}}'], {
      env: childEnvironment(dockerEnvironment()),
      timeout: ANSWER_TIMEOUT_MS,
    })
    return { state: 'answers', version: stdout.trim() }
  } catch (error) {
    return explain(error as NodeJS.ErrnoException & { stderr?: string; killed?: boolean })
  }
}

/** Why no engine has answered, and what to type. */
export function explain(error: { code?: unknown; stderr?: string; killed?: boolean; message: string }): Engine {
  if (error.code === 'ENOENT')
    return {
      state: 'absent',
      why: 'Docker is not installed',
      advice: 'see https://docs.docker.com/get-started/get-docker/',
    }
  const said = (error.stderr || error.message).trim().split('\n').at(-1)
  if (/permission denied/i.test(said ?? ''))
    return {
      state: 'silent',
      why: 'your user may not use its socket',
      advice: 'sudo usermod -aG docker $USER   (then log in again)',
    }
  const why = error.killed
    ? `its engine did not answer within ${ANSWER_TIMEOUT_MS / 1000} s`
    : 'its engine does not answer'
  const advice = process.platform === 'linux' ? 'sudo systemctl start docker' : 'open -a Docker   (or start it by hand)'
  return { state: 'silent', why, advice }
}
