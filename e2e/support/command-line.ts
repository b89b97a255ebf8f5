import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { HostedStack } from './hosted-stack.ts'

const CLI = join(import.meta.dirname, '..', '..', 'cli', 'src', 'main.ts')

const environmentOf = ({ dataDir }: HostedStack) => ({ ...process.env, BISTRO_DATA_DIR: dataDir, NO_COLOR: '1' })

/** The output of `npm run <args>` for a stack. */
export function type(stack: HostedStack, ...args: string[]): { status: number | null; output: string } {
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

export function begin(stack: HostedStack, ...args: string[]): Running {
  const child: ChildProcess = spawn(process.execPath, [CLI, ...args], { env: environmentOf(stack) })
  const exited = once(child, 'exit')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data))
  return {
    output: () => output,
    interrupt: async () => {
      child.kill('SIGINT')
      return (await exited)[0] as number | null
    },
  }
}
