import type { ServiceName } from '@bistro/client/names'
import type { StackContext } from './context.ts'
import { dockerGround } from './docker/ground.ts'
import type { Choice } from './mode.ts'
import { localKafka } from './parts/kafka-local.ts'
import { localPostgres } from './parts/postgres-local.ts'
import { localRegistry } from './parts/registry-local.ts'
import type { ProcessSpec } from './process/managed-process.ts'

/** One of the parts that the services stand on. */
export interface GroundPart {
  /** Gets what it is made of, such as jars, an image or empty databases; tells of that itself. */
  readonly fetch: () => Promise<void>
  /** Makes what it needs, once, and says how it is started. */
  readonly prepare: () => Promise<ProcessSpec>
}

/** What the services stand on, as a mode runs it: the same addresses, users and rights in each. */
export interface Ground {
  readonly postgres: (service: ServiceName) => GroundPart
  readonly kafka: GroundPart
  readonly registry: GroundPart
}

/** The ground of a stack. In mode memory only its databases are used, which are those of mode local. */
export const groundOf = (context: StackContext, { mode, javaVersion }: Choice): Ground =>
  mode === 'docker'
    ? dockerGround(context)
    : {
        postgres: localPostgres(context),
        kafka: localKafka(context, javaVersion),
        registry: localRegistry(context, javaVersion),
      }
