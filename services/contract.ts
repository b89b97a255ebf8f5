import type { NeedsByType } from '@bistro/events/contract'
import type { Story } from '@bistro/kit/testing'
import type { ServiceName } from './registry.ts'

/** What a service needs of what others publish: `src/domain/consumes.ts` in its folder. */
export async function loadNeeds(service: ServiceName): Promise<NeedsByType> {
  const { consumes }: { consumes: NeedsByType } = await import(`./${service}/src/domain/consumes.ts`)
  return consumes
}

/** How a service makes what it publishes: `test/contract/examples.ts` in its folder. */
export async function loadExamples(service: ServiceName): Promise<Readonly<Record<string, Story>>> {
  const { examples }: { examples: Readonly<Record<string, Story>> } = await import(
    `./${service}/test/contract/examples.ts`
  )
  return examples
}
