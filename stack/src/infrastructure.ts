import type { BrokerName, ProgramName } from '@bistro/client/names'
import type { StackContext } from './context.ts'
import { dockerInfrastructure } from './docker/infrastructure.ts'
import type { Choice } from './mode.ts'
import { localKafka } from './parts/kafka-local.ts'
import { localPostgres } from './parts/postgres-local.ts'
import { localRegistry } from './parts/registry-local.ts'
import type { ProcessSpec } from './process/managed-process.ts'

/** One of the parts that the services stand on. */
export interface InfrastructurePart {
  /** Gets what it is made of, such as jars, an image or empty databases; tells of that itself. */
  readonly fetch: () => Promise<void>
  /** Makes what it needs, once, and says how it is started. */
  readonly prepare: () => Promise<ProcessSpec>
}

/** What the services stand on, as a mode runs it: the same addresses, users and rights in each. */
export interface Infrastructure {
  readonly postgres: (program: ProgramName) => InfrastructurePart
  readonly kafka: (broker: BrokerName) => InfrastructurePart
  readonly registry: InfrastructurePart
}

/** The infrastructure of a stack. In mode memory only its databases are used, which are those of mode local. */
export const infrastructureOf = (context: StackContext, { mode, javaVersion }: Choice): Infrastructure =>
  mode === 'docker'
    ? dockerInfrastructure(context)
    : {
        postgres: localPostgres(context),
        kafka: localKafka(context, javaVersion),
        registry: localRegistry(context, javaVersion),
      }
