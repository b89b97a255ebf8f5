import type { ProcessName, ServiceName } from '@bistro/client'
import type { Begin, World } from '../world.ts'

const killing =
  (namesOf: (target: string, holds: readonly string[]) => readonly string[]): Begin =>
  async (world, { target, holds }) => {
    const names = namesOf(target, holds) as ProcessName[]
    await Promise.all(names.map((name) => world.processes.kill(name)))
    return () => startInOrder(world, names)
  }

/** Servers start before services. */
async function startInOrder({ manifest, processes }: World, names: readonly ProcessName[]): Promise<void> {
  const isService = (name: string) => Object.hasOwn(manifest.services, name)
  await processes.startMissing(names.filter((name) => !isService(name)))
  await processes.startMissing(names.filter(isService))
}

export const kills: Readonly<Record<string, Begin>> = {
  'service killed': killing((target) => [target]),
  'two services killed': killing((_, holds) => holds),
  'everything killed': killing((_, holds) => holds),
  'provider or carrier killed': killing((target) => [target]),
  'replica killed': async ({ replicas }, { target }) => {
    const replica = await replicas.start(target as ServiceName)
    return () => replicas.kill(replica)
  },
}
