import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessState } from '@bistro/client/control'
import { Aborted, StackError } from '@bistro/client/errors'
import type { ProcessName } from '@bistro/client/names'
import { childEnvironment } from './environment.ts'
import { identify, type ProcessIdentity } from './identity.ts'
import { openLog, sizeOf, tailOfLog } from './log-files.ts'
import { signalGroup } from './stop.ts'

const PROBE_INTERVAL_MS = 40
/** Seconds at the most; on a machine that does other things as well, that may be many more. */
const READY_TIMEOUT_MS = 120_000
const STOP_TIMEOUT_MS = 20_000

/** A container that a child is attached to. It is no child of ours: signals do not kill it. */
export interface Container {
  readonly name: string
  /** Of its first process, as the engine's own machine counts. */
  pid(): Promise<number>
  /** SIGKILL to its first process; the child ends with it. */
  kill(): Promise<void>
  /** Ends it at once if it runs. One that is not there is no error. */
  remove(): Promise<void>
}

/** How one part of the stack is started, known to be ready, and stopped. */
export interface ProcessSpec {
  readonly name: ProcessName
  /** Where it listens, as shown to people and in the manifest. */
  readonly address: string
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly user?: { readonly uid: number; readonly gid: number }
  /** What it reads from its standard input; nothing unless given. */
  readonly input?: string
  readonly stopSignal: 'SIGINT' | 'SIGTERM'
  /** One look at whether it is ready; may throw while it is not. */
  readonly isReady: () => Promise<boolean>
  /** Whether an early end is worth another try. @param how it ended, such as `status 1` */
  readonly isTransient?: (output: string, how: string) => boolean
  /** Called after an orderly end. */
  readonly afterStop?: () => void
  /** The container that the program runs, if it does. */
  readonly container?: Container
}

/** One child process with its log; it never restarts itself. */
export class ManagedProcess {
  readonly spec: ProcessSpec
  #state: ProcessState = 'stopped'
  /** When it came into its state, in milliseconds since 1970. */
  sinceMs = Date.now()
  identity: ProcessIdentity | undefined
  readonly #logFile: string
  readonly #onChange: (changed: ManagedProcess, how?: string) => void
  #settings: Readonly<Record<string, string>> = {}
  #child: ChildProcess | undefined
  /** How the last child ended. */
  #how = ''
  #containerPid: number | undefined
  #exited: Promise<void> = Promise.resolve()

  /** `onChange` is told of every child that comes or goes, and how one ended that nobody had asked to. */
  constructor(spec: ProcessSpec, logFile: string, onChange: (changed: ManagedProcess, how?: string) => void) {
    this.spec = spec
    this.#logFile = logFile
    this.#onChange = onChange
  }

  get state(): ProcessState {
    return this.#state
  }

  set state(state: ProcessState) {
    this.#state = state
    this.sinceMs = Date.now()
  }

  /** How its last child has ended. */
  get end(): string {
    return this.#how
  }

  get isUp(): boolean {
    return this.#child !== undefined
  }

  /** What it was told beside its own. */
  get settings(): Readonly<Record<string, string>> {
    return this.#settings
  }

  /** From the next start on it has these variables too. */
  tell(settings: Readonly<Record<string, string>>): void {
    this.#settings = { ...this.#settings, ...settings }
  }

  /** Of the part itself: of the child, or of the first process in its container. */
  get pid(): number | undefined {
    return this.spec.container ? this.#containerPid : this.identity?.pid
  }

  /** Starts the child and waits until it is ready. Throws a StackError with the end of its log if it ends before. */
  async start(signal?: AbortSignal): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS
    for (;;) {
      await this.spec.container?.remove() // one whose child was killed is still there
      if (signal?.aborted) throw new Aborted()
      const offset = this.#spawn()
      await this.#untilReadyOrGone(deadline, signal)
      if (this.isUp) this.#containerPid = await this.spec.container?.pid().catch(() => undefined)
      if (this.isUp) return this.#become('running')
      const output = tailOfLog(this.#logFile, offset)
      this.state = 'stopped'
      if (Date.now() > deadline || !this.spec.isTransient?.(output, this.#how))
        throw this.#failure('ended before it was ready', output)
      await delay(PROBE_INTERVAL_MS * 5)
    }
  }

  /** Asks the child to end and waits for it; kills it if it has not ended after 20 s. */
  async stop(): Promise<void> {
    if (this.#child?.pid) {
      const isStarting = this.state === 'starting'
      this.state = 'stopping'
      const overdue = setTimeout(() => this.killNow(), STOP_TIMEOUT_MS)
      if (isStarting && this.spec.container) await this.#removeUntilGone(this.spec.container)
      else signalGroup(this.#child.pid, this.spec.stopSignal)
      await this.#exited
      clearTimeout(overdue)
      this.spec.afterStop?.()
    }
    await this.spec.container?.remove()
    this.#become('stopped')
  }

  /** Kills the child or its container, which counts as a death that nobody asked for, and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.spec.container) await this.spec.container.kill()
    else this.killNow()
    await this.#exited
  }

  /** Sends the kill signal to the child without waiting. */
  killNow(): void {
    if (this.#child?.pid) signalGroup(this.#child.pid, 'SIGKILL')
  }

  /** A signal comes too early for a container that is only being made, so that one is removed as soon as it is there. */
  async #removeUntilGone(container: Container): Promise<void> {
    while (this.isUp) {
      await container.remove()
      await delay(PROBE_INTERVAL_MS)
    }
  }

  #spawn(): number {
    const offset = sizeOf(this.#logFile)
    const log = openLog(this.#logFile)
    const { program, args, cwd, user, env, input } = this.spec
    this.state = 'starting'
    // In a group of its own, so that Ctrl-C in the terminal reaches the supervisor alone.
    const child = spawn(program, args, {
      ...user,
      cwd,
      detached: true,
      env: childEnvironment({ ...env, ...this.#settings }),
      stdio: [input === undefined ? 'ignore' : 'pipe', log, log],
    })
    closeSync(log)
    child.stdin?.on('error', () => {}) // it has ended before it has read everything
    child.stdin?.end(input)
    this.#child = child
    this.identity = child.pid ? identify(child.pid) : undefined
    this.#exited = new Promise((resolve) => {
      child.once('error', () => this.#gone('cannot be run', resolve))
      child.once('exit', (status, by) => this.#gone(by ? `signal ${by}` : wordsFor(status), resolve))
    })
    this.#onChange(this)
    return offset
  }

  #gone(how: string, resolve: () => void): void {
    this.#child = undefined
    this.#how = how
    this.#containerPid = undefined
    this.identity = undefined
    const unasked = this.state === 'running'
    if (unasked) this.state = 'died'
    this.#onChange(this, unasked ? how : undefined)
    resolve()
  }

  async #untilReadyOrGone(deadline: number, signal?: AbortSignal): Promise<void> {
    while (this.isUp) {
      if (signal?.aborted) throw new Aborted()
      if (await this.spec.isReady().catch(() => false)) return
      if (Date.now() > deadline) {
        await this.stop()
        throw this.#failure(
          `was not ready within ${READY_TIMEOUT_MS / 1000} s and was stopped`,
          tailOfLog(this.#logFile, 0),
        )
      }
      await delay(PROBE_INTERVAL_MS)
    }
  }

  #become(state: ProcessState): void {
    this.state = state
    this.#onChange(this)
  }

  #failure(what: string, output: string): StackError {
    return new StackError(`${this.spec.name} ${what}:\n${output.replace(/^/gm, '  | ')}`, `less ${this.#logFile}`)
  }
}

const SIGNAL_STATUS = 128

/** A program that was killed by a signal inside a container has ended with 128 and the signal's number. */
function wordsFor(status: number | null): string {
  const [signal] = Object.entries(constants.signals).find(([, number]) => number + SIGNAL_STATUS === status) ?? []
  return signal ? `signal ${signal}` : `status ${status}`
}
