import type { ProcessStatus } from '@bistro/client/control'
import { StackError } from '@bistro/client/errors'
import { BROKERS, EXTERNALS, PROCESS_NAMES, PROGRAMS, type ProcessName } from '@bistro/client/names'
import type { ChildRecord } from './lock.ts'
import { isInjectedCrash } from './process/injected-crash.ts'
import { ManagedProcess, type ProcessSpec } from './process/managed-process.ts'

export interface SupervisorOptions {
  readonly logFileOf: (name: ProcessName) => string
  /** Told at once of every change of what runs, before anything else happens. */
  readonly record: (children: readonly ChildRecord[]) => void
  /** Told when a process ends that nobody asked to end. */
  readonly onDeath: (name: ProcessName, how: string) => void
  /** Told when a process has crashed on purpose, before it is started again. */
  readonly onInjectedCrash: (name: ProcessName) => void
}

/** Starts, stops and kills the processes of one stack. */
export class Supervisor {
  readonly #processes = new Map<ProcessName, ManagedProcess>()
  readonly #options: SupervisorOptions
  readonly #stopping = new AbortController()
  #whenRestarted = (): void => {}

  constructor(options: SupervisorOptions) {
    this.#options = options
    process.on('exit', this.killAllNow) // whatever ends this process, nothing is left running
  }

  /** Starts a process of the stack for the first time; resolves when it is ready. */
  async launch(spec: ProcessSpec, signal?: AbortSignal): Promise<void> {
    const managed = new ManagedProcess(spec, this.#options.logFileOf(spec.name), this.#changed)
    this.#processes.set(spec.name, managed)
    await managed.start(signal)
  }

  /** Starts a process that has been stopped or has died, with settings that it keeps; resolves when it is ready. */
  async start(name: ProcessName, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const managed = this.#find(name)
    if (managed.isUp) throw new StackError(`${name} is already running.`, 'npm run stack -- status')
    managed.tell(settings)
    await managed.start()
  }

  /** @param listener called when a process that has crashed on purpose is ready again */
  whenRestarted(listener: () => void): void {
    this.#whenRestarted = listener
  }

  async stop(name: ProcessName): Promise<void> {
    const managed = this.#find(name)
    if (!managed.isUp) throw new StackError(`${name} is not running.`, `npm run stack -- start ${name}`)
    await managed.stop()
  }

  async kill(name: ProcessName): Promise<void> {
    const managed = this.#find(name)
    if (!managed.isUp) throw new StackError(`${name} is not running.`, `npm run stack -- start ${name}`)
    await managed.kill()
  }

  specOf(name: ProcessName): ProcessSpec {
    return this.#find(name).spec
  }

  status(): ProcessStatus[] {
    return PROCESS_NAMES.flatMap((name) => {
      const managed = this.#processes.get(name)
      if (!managed) return []
      const { state, sinceMs, pid, spec } = managed
      return [{ name, state, sinceMs, address: spec.address, pid, container: spec.container?.name }]
    })
  }

  /** Stops what runs in reverse order: programs and externals first, then what they stand on, and the controller after the brokers that ask it for leave. */
  async stopAll(): Promise<void> {
    this.#stopping.abort()
    const upper: readonly ProcessName[] = [...PROGRAMS, ...EXTERNALS]
    await this.#stopEach((name) => upper.includes(name))
    const [controller, ...brokers]: readonly ProcessName[] = BROKERS
    await Promise.all([
      this.#stopEach((name) => brokers.includes(name)).then(() => this.#stopEach((name) => name === controller)),
      this.#stopEach((name) => ![...upper, ...BROKERS].includes(name)),
    ])
    process.off('exit', this.killAllNow)
  }

  /** Kills everything at once, without waiting. */
  readonly killAllNow = (): void => {
    for (const managed of this.#processes.values()) managed.killNow()
  }

  async #stopEach(isMeant: (name: ProcessName) => boolean): Promise<void> {
    const meant = [...this.#processes.values()].filter(({ spec }) => isMeant(spec.name))
    await Promise.all(meant.map((managed) => managed.stop()))
  }

  #find(name: ProcessName): ManagedProcess {
    const managed = this.#processes.get(name)
    if (!managed) throw new StackError(`${name} is not part of this stack.`, 'npm run stack -- status')
    return managed
  }

  readonly #changed = (changed: ManagedProcess, diedOf?: string): void => {
    const running = [...this.#processes.values()].flatMap(({ spec, identity }) =>
      identity ? [{ name: spec.name, ...identity }] : [],
    )
    this.#options.record(running)
    if (diedOf && isInjectedCrash(diedOf)) void this.#restart(changed)
    else if (diedOf) this.#options.onDeath(changed.spec.name, diedOf)
  }

  /** A process that crashes on purpose while it starts is started again, too: `isTransient` of its spec says so. */
  async #restart(managed: ManagedProcess): Promise<void> {
    const { name } = managed.spec
    this.#options.onInjectedCrash(name)
    try {
      await managed.start(this.#stopping.signal)
      this.#whenRestarted()
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#options.onDeath(name, (error as Error).message)
    }
  }
}
