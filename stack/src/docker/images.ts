import { Aborted, StackError } from '@bistro/client/errors'
import type { StackContext } from '../context.ts'
import { KAFKA_VERSION, REGISTRY_VERSION } from '../parts/downloads.ts'
import { docker } from './command.ts'

/** The official images of what the services stand on. */
export const IMAGES = {
  postgres: 'postgres:18-bookworm',
  kafka: `apache/kafka:${KAFKA_VERSION}`,
  registry: `apicurio/apicurio-registry:${REGISTRY_VERSION}`,
} as const

type ImageName = keyof typeof IMAGES

/** Gets images, each once however often it is asked for. */
export function imageFetcher(context: StackContext): (name: ImageName) => Promise<void> {
  const fetched = new Map<ImageName, Promise<void>>()
  return (name) => {
    const known = fetched.get(name) ?? fetchImage(context, IMAGES[name])
    fetched.set(name, known)
    return known
  }
}

async function fetchImage(context: StackContext, image: string): Promise<void> {
  const { progress, signal } = context
  if (await isHere(image)) return
  await progress.during('image', image, async () => {
    const tell = layerCounter((layers) => progress.step('image', `pulling ${image}, once; ${layers}`))
    try {
      await docker(['pull', image], { signal, onLine: tell })
    } catch (error) {
      if (error instanceof Aborted) throw error
      const reason = (error as Error).message.trim().split('\n').at(-1)
      throw new StackError(`The image ${image} cannot be pulled: ${reason}`, `docker pull ${image}`, {
        cause: error,
      })
    }
  })
}

const isHere = (image: string): Promise<boolean> =>
  docker(['image', 'inspect', '--format', '{{.Id}}', image]).then(
    () => true,
    () => false,
  )

/** Counts the layers of a pull by what `docker pull` prints: `<id>: Pulling fs layer`, later `<id>: Pull complete`. */
export function layerCounter(tell: (layers: string) => void): (line: string) => void {
  const begun = new Set<string>()
  const complete = new Set<string>()
  tell('reading its layers')
  return (line) => {
    const [, id, what] = /^([0-9a-f]+): (Pulling fs layer|Pull complete|Already exists)/.exec(line) ?? []
    if (!id) return
    begun.add(id)
    if (what !== 'Pulling fs layer') complete.add(id)
    tell(`${complete.size} of ${begun.size} layers`)
  }
}
