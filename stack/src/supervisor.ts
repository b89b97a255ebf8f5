import type { ProcessStatus } from '@bistro/client/control'
import { Aborted, StackError } from '@bistro/client/errors'
import {
  BROKERS,
  EXTERNALS,
  type PartName,
  PROCESS_NAMES,
  PROGRAMS,
  type ProcessName,
  replicaIn,
} from '@bistro/client/names'
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
  #whenChanged = (): void => {}

  constructor(options: SupervisorOptions) {
    this.#options = options
    process.on('exit', this.killAllNow) // whatever ends this process, nothing is left running
  }

  /** Starts a process of the stack for the first time; resolves when it is ready. */
  async launch(spec: ProcessSpec, signal?: AbortSignal): Promise<void> {
    if (this.#stopping.signal.aborted) throw new Aborted()
    const managed = new ManagedProcess(spec, this.#options.logFileOf(spec.name), this.#changed)
    this.#processes.set(spec.name, managed)
    await managed.start(signal)
  }

  /** How a process has ended that does not run: `status 1`, `signal SIGKILL`; undefined for one that was never begun. */
  endOf(name: ProcessName): string | undefined {
    return this.#processes.get(name)?.end
  }

  /** Starts a process that has been stopped or has died, with settings that it keeps; resolves when it is ready. */
  async start(name: ProcessName, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const managed = this.#find(name)
    if (managed.isUp) throw new StackError(`${name} is already running.`, 'npm run stack -- status')
    managed.tell(settings)
    await managed.start()
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  /** @param listener called when a process has ended that nobody asked to end, and when one that crashed on purpose is ready again */
  whenChanged(listener: () => void): void {
    this.#whenChanged = listener
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

  /** Stops a process if it runs; from then on it is no part of the stack. */
  async remove(name: ProcessName): Promise<void> {
    await this.#find(name).stop()
    this.#processes.delete(name)
  }

  specOf(name: ProcessName): ProcessSpec {
    return this.#find(name).spec
  }

  /** The settings that a process was started with beside its own. */
  settingsOf(name: ProcessName): Readonly<Record<string, string>> {
    return this.#find(name).settings
  }

  status(): ProcessStatus[] {
    return [...this.#processes.values()]
      .map(({ state, sinceMs, pid, spec: { name, address, container } }) => ({
        ...{ name, state, sinceMs, address, pid, container: container?.name },
      }))
      .sort((one, other) => rankOf(one.name) - rankOf(other.name))
  }

  /** Stops what runs in reverse order: programs and externals first, then what they stand on, and the controller after the brokers that ask it for leave. */
  async stopAll(): Promise<void> {
    this.#stopping.abort()
    const upper: readonly ProcessName[] = [...PROGRAMS, ...EXTERNALS]
    const isUpper = (name: ProcessName): boolean => upper.includes(replicaIn(name)?.service ?? name)
    await this.#stopEach(isUpper)
    const [controller, ...brokers]: readonly ProcessName[] = BROKERS
    await Promise.all([
      this.#stopEach((name) => brokers.includes(name)).then(() => this.#stopEach((name) => name === controller)),
      this.#stopEach((name) => !isUpper(name) && name !== controller && !brokers.includes(name)),
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
    if (diedOf) this.#whenChanged()
  }

  /** A process that crashes on purpose while it starts is started again, too: `isTransient` of its spec says so. */
  async #restart(managed: ManagedProcess): Promise<void> {
    const { name } = managed.spec
    this.#options.onInjectedCrash(name)
    try {
      await managed.start(this.#stopping.signal)
      this.#whenChanged()
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#options.onDeath(name, (error as Error).message)
    }
  }
}

/** By part, and the further processes of a service behind its first. */
function rankOf(name: ProcessName): number {
  const { service, number } = replicaIn(name) ?? { service: name as PartName, number: 1 }
  return PROCESS_NAMES.indexOf(service) + 1 - 1 / number
}
