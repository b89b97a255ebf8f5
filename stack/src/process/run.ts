import { spawn } from 'node:child_process'
import { Aborted, StackError } from '@bistro/client/errors'
import { childEnvironment } from './environment.ts'

const TAIL_CHARACTERS = 2000

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly user?: { readonly uid: number; readonly gid: number }
  readonly signal?: AbortSignal
  /** Told of each line that the program prints. */
  readonly onLine?: (line: string) => void
  /** What the user may type when it fails. */
  readonly next?: string
}

/** Runs a program to its end and returns what it printed; throws a StackError with the end of that if it fails. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    // In a group of its own, so that Ctrl-C in the terminal reaches the supervisor alone.
    const child = spawn(program, args, {
      ...options.user,
      cwd: options.cwd,
      detached: true,
      env: childEnvironment(options.env),
      signal: options.signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (chunk: Buffer): void => {
      output += chunk.toString()
      for (const line of chunk.toString().split('\n')) if (line.trim()) options.onLine?.(line.trim())
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (cause) =>
      reject(
        options.signal?.aborted
          ? new Aborted()
          : new StackError(`${program} cannot be run: ${cause.message}`, options.next),
      ),
    )
    child.once('close', (status) => {
      if (status === 0) resolve(output)
      else
        reject(new StackError(`${program} failed (status ${status}):\n${output.slice(-TAIL_CHARACTERS)}`, options.next))
    })
  })
}
