import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { HostedStack } from './hosted-stack.ts'

const CLI = join(import.meta.dirname, '..', '..', 'cli', 'src', 'main.ts')

/** A stack as its commands find it. */
type Place = Pick<HostedStack, 'dataDir'>

const environmentOf = ({ dataDir }: Place) => ({ ...process.env, BISTRO_DATA_DIR: dataDir, NO_COLOR: '1' })

/** The output of `npm run <args>` for a stack. */
export function type(stack: Place, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    env: environmentOf(stack),
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

/** A command that goes on until it is interrupted. */
export interface Running {
  output(): string
  /** Ctrl-C; resolves with the exit status. */
  interrupt(): Promise<number | null>
}

/** The same as a process of ours. */
interface RunningProcess extends Running {
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves with the exit status when it ends by itself. */
  readonly ended: Promise<number | null>
}

export function begin(stack: Place, ...args: string[]): RunningProcess {
  const child: ChildProcess = spawn(process.execPath, [CLI, ...args], { env: environmentOf(stack) })
  const ended = once(child, 'exit').then(([status]) => status as number | null)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data))
  return {
    output: () => output,
    interrupt: () => {
      child.kill('SIGINT')
      return ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    ended,
  }
}
