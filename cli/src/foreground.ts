import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { ROOT } from '@bistro/stack/paths'

const SIGNALLED_STATUS = 130

/** Runs one of our tools in the terminal, on the Node that runs us; resolves with its exit status. */
export function runInForeground(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const path = `${dirname(process.execPath)}:${process.env.PATH}`
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, PATH: path } })
    // A terminal has told the program of Ctrl-C itself; told twice, it would take it for the second one.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
    child.once('error', reject)
    child.once('exit', (status) => resolve(status ?? SIGNALLED_STATUS))
  })
}
