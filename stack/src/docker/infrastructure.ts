import type { StackContext } from '../context.ts'
import type { Infrastructure } from '../infrastructure.ts'
import { imageFetcher } from './images.ts'
import { kafkaContainer } from './kafka.ts'
import { postgresContainer } from './postgres.ts'
import { registryContainer } from './registry.ts'

/** Postgres servers, broker and registry as containers. */
export function dockerInfrastructure(context: StackContext): Infrastructure {
  const fetchImage = imageFetcher(context)
  return {
    postgres: (service) => ({
      fetch: () => fetchImage('postgres'),
      prepare: async () => postgresContainer(context, service),
    }),
    // One broker: three in containers are a system of their own, infra/three-brokers.yml.
    kafka: () => ({ fetch: () => fetchImage('kafka'), prepare: async () => kafkaContainer(context) }),
    registry: { fetch: () => fetchImage('registry'), prepare: async () => registryContainer(context) },
  }
}
