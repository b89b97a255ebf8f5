import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import type { RunningStack } from '@bistro/stack'

const run = promisify(execFile)

/** Pauses processes. They resume whenever this program ends, whatever ends it. */
export class Signals {
  readonly #paused = new Set<number>()
  readonly #containers = new Set<string>()

  constructor() {
    process.on('exit', () => this.#resumeAll())
  }

  /** Pauses a process of the stack and its descendants. @returns a function that resumes them */
  async pause(stack: RunningStack, name: string): Promise<() => Promise<void>> {
    const { pid, container } = stack.status().find((process) => process.name === name) ?? {}
    if (container) return this.#pauseContainer(container)
    return this.pausePids(pid === undefined ? [] : familyOf(pid))
  }

  async pausePids(pids: readonly number[]): Promise<() => Promise<void>> {
    for (const pid of pids) {
      this.#paused.add(pid)
      signal(pid, 'SIGSTOP')
    }
    return async () => this.#resume(pids)
  }

  async #pauseContainer(container: string): Promise<() => Promise<void>> {
    await run('docker', ['pause', container])
    this.#containers.add(container)
    return async () => {
      await run('docker', ['unpause', container])
      this.#containers.delete(container)
    }
  }

  #resume(pids: readonly number[]): void {
    for (const pid of pids) {
      signal(pid, 'SIGCONT')
      this.#paused.delete(pid)
    }
  }

  #resumeAll(): void {
    this.#resume([...this.#paused])
    for (const container of this.#containers) spawnSync('docker', ['unpause', container])
  }
}

/** A process that has ended is no error. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A process and its descendants. */
function familyOf(root: number): number[] {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number))
  const children = Map.groupBy(pairs, ([, parent]) => parent)
  const found: number[] = []
  const visit = (pid: number): void => {
    found.push(pid)
    for (const [child] of children.get(pid) ?? []) if (child !== undefined) visit(child)
  }
  visit(root)
  return found
}

/** Resident memory of a process in MiB; undefined if it has gone. */
export async function residentMebibytes(pid: number): Promise<number | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)])
    return Number(stdout.trim()) / 1_024
  } catch {
    return undefined
  }
}
