import type { Registry } from 'prom-client'
import {
  ALL_NETS,
  AT_ONCE,
  type Breaks,
  brokenIn,
  type Crash,
  type FaultControl,
  type FaultPlan,
  type Faulty,
  INJECTED_CRASH_STATUS,
  Life,
  Memory,
  mortalEffects,
  NOTHING_BROKEN,
  PlannedDecisions,
  PORT_FAULTS,
  Random,
  RUNTIME_BREAKS,
  withRates,
} from '../../faults/index.ts'
import type { Service } from '../../model/service.ts'
import { sleep } from '../../runtime/clock.ts'
import type { Logger } from '../../runtime/logger.ts'
import { SYSTEM } from '../../runtime/system.ts'
import { type FaultGauges, faultGauges } from './gauges.ts'
import { type Kept, keep, readKept } from './plan-file.ts'

export interface BreakageOptions {
  /** The service's own safety nets. */
  readonly breaks: Breaks | undefined
  /** What survives a crash; empty: nothing does. */
  readonly file: string
  readonly logger: Logger
  exit(status: number): void
}

const KEY_BYTES = 8
const { clock, random } = SYSTEM

/** Breaks a running process on purpose, as its plan says, and mends it. */
export class Breakage implements FaultControl {
  readonly known: FaultControl['known']
  readonly faulty: Faulty
  readonly #options: BreakageOptions
  readonly #breaks: Breaks
  readonly #bornMs = clock.now()
  /** Replaced in place, as the wrappers hold it. */
  readonly #nets = { ...ALL_NETS }
  #kept: Kept = { plan: NOTHING_BROKEN, crashes: 0 }
  #decisions = new PlannedDecisions(NOTHING_BROKEN, 0, () => {})
  #random = new Random(0)
  #gauges: FaultGauges | undefined
  #intact: Service | undefined
  #live: Service | undefined

  constructor(options: BreakageOptions) {
    this.#options = options
    this.#breaks = { ...RUNTIME_BREAKS, ...options.breaks }
    this.known = {
      faults: Object.entries(PORT_FAULTS).map(([name, what]) => ({ name, what })),
      safetyNets: Object.entries(this.#breaks).map(([name, { what }]) => ({ name, what })),
    }
    const decisions: Faulty['decisions'] = {
      injects: (fault, usual) => this.#decisions.injects(fault, usual),
      mostMs: (fault, usual) => this.#decisions.mostMs(fault, usual),
    }
    this.faulty = {
      decisions,
      nets: this.#nets,
      life: new Life(decisions, (when, crash) => this.#die(when, crash)),
      memory: new Memory(),
      random: { between: (least, most) => this.#random.between(least, most) },
      time: { sleep: (ms) => sleep(clock, ms), later: (ms, run) => void clock.after(ms, run) },
      pace: AT_ONCE,
      freshKey: () => random.newHex(KEY_BYTES),
      note: (what, saga) => options.logger.info({ saga }, `injected on purpose: ${what}`),
    }
  }

  get plan(): FaultPlan {
    return this.#kept.plan
  }

  /** The same service, whose definition changes while a net of it is out. */
  around(service: Service): Service {
    this.#intact = service
    this.#live = { ...service }
    return this.#live
  }

  /** Goes on with what was broken before a crash. */
  begin(registry: Registry): void {
    this.#gauges = faultGauges(registry)
    const kept = readKept(this.#options.file)
    if (kept) this.#kept = kept
    this.#apply()
    if (brokenIn(this.plan).length > 0) this.#tell()
  }

  set(plan: FaultPlan): void {
    const kept = { ...this.#kept, plan: withRates(plan) }
    keep(this.#options.file, kept)
    this.#kept = kept
    this.#apply()
    this.#tell()
  }

  #apply(): void {
    const { plan, crashes } = this.#kept
    const out = plan.withoutSafetyNets.flatMap((name) => this.#breaks[name] ?? [])
    this.#decisions = new PlannedDecisions(plan, crashes, (fault) => this.#gauges?.injected(fault))
    this.#random = new Random(plan.seed, crashes)
    this.faulty.memory.begin(this.#bornMs, clock.now())
    Object.assign(this.#nets, ALL_NETS, ...out.map(({ nets }) => nets))
    this.#change(out)
    this.#gauges?.broken(plan)
  }

  #change(out: readonly Breaks[string][]): void {
    if (!this.#intact || !this.#live) return
    const changed = out.reduce((service, broken) => broken.changed?.(service) ?? service, this.#intact)
    Object.assign(this.#live, changed, { effects: mortalEffects(changed, this.faulty.life) })
  }

  #tell(): void {
    const { logger } = this.#options
    const broken = brokenIn(this.plan)
    if (broken.length === 0) logger.info({}, 'nothing is broken on purpose any more')
    else logger.warn({ ...this.plan }, `broken on purpose: ${broken.join(', ')}`)
  }

  #die(when: string, crash: Crash): void {
    const { life } = this.faulty
    this.#kept = { ...this.#kept, crashes: this.#kept.crashes + 1 }
    keep(this.#options.file, this.#kept)
    this.#options.logger.error({ fault: crash }, `crashing on purpose ${when} (${crash})`)
    life.end()
    this.#options.exit(INJECTED_CRASH_STATUS)
  }
}
