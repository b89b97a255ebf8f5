import type { Input } from '@bistro/kit'
import type { Store } from '@bistro/kit/runtime'

/** Every message as if it were the next of its stream: what a consumer without a gate makes of it. */
export async function ungated(store: Store, inputs: readonly Input[]): Promise<readonly Input[]> {
  const versions = new Map<string, number>()
  const taken: Input[] = []
  for (const input of inputs) {
    if (input.kind !== 'message') {
      taken.push(input)
      continue
    }
    const { source, stream } = input.message
    const place = `${source} ${stream}`
    const version = 1 + (versions.get(place) ?? (await store.gateVersion(source, stream)))
    versions.set(place, version)
    taken.push({ ...input, message: { ...input.message, version } })
  }
  return taken
}
