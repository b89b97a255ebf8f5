import type { Random } from '@bistro/kit/faults'
import type { Random as Chance, Codec, Transaction } from '@bistro/kit/runtime'
import type { Faults } from '../faults.ts'
import type { SafetyNets } from '../safety-nets.ts'
import type { Agenda } from './agenda.ts'
import type { Broker } from './broker.ts'
import type { Site } from './site.ts'
import type { Trace } from './trace.ts'

export type Batch = Parameters<Transaction['load']>[1]

/** What all processes and databases share. */
export interface Ground {
  readonly agenda: Agenda
  readonly random: Random
  readonly chance: Chance
  readonly faults: Faults
  readonly trace: Trace
  readonly broker: Broker
  readonly nets: SafetyNets
  readonly codec: Codec
  /** The ports that effects call. */
  readonly portsOfProcesses: unknown
  newId(): string
  /** A batch was committed. */
  committed(site: Site, batch: Batch): void
  violated(what: string): void
}
