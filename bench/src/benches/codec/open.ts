import { isDeepStrictEqual } from 'node:util'
import type { Figures, Open, Subject } from '../../harness/bench.ts'
import { catalogVersions } from '../../harness/catalog.ts'
import { sum } from '../../harness/statistics.ts'
import { type CodecUse, ofAvsc, ofJson, ofKit, ofRegistryClient, writtenByNewer } from '../../parts/codecs.ts'
import { perSecond } from '../../parts/pace.ts'
import { sagaEvents } from '../../parts/sagas.ts'

const samples = sagaEvents()
const newer = samples.map((sample) => ({ ...sample, bytes: writtenByNewer(sample) }))

export const open: Open = async ({ length: { seconds, warmUpSeconds } }) => {
  const registryClient = await ofRegistryClient(samples)
  const uses: Record<string, CodecUse> = {
    kit: await ofKit(samples),
    avsc: ofAvsc(samples),
    'registry-client': registryClient,
    json: ofJson(),
  }
  const subject = ([name, use]: [string, CodecUse]): Subject => ({
    name,
    warmUp: async () => void (await figuresOf(use, warmUpSeconds)),
    run: () => figuresOf(use, seconds),
  })
  return {
    subjects: Object.entries(uses).map(subject),
    versions: catalogVersions('avsc', '@kafkajs/confluent-schema-registry'),
    close: async () => registryClient.close(),
  }
}

/** All events of a saga by turns; the measured operations share the time. */
async function figuresOf(use: CodecUse, seconds: number): Promise<Figures> {
  const share = seconds / (use.decodeNewer ? 3 : 2)
  const encoded = await Promise.all(samples.map(async (sample) => ({ ...sample, bytes: await use.encode(sample) })))
  const each = <Item>(items: readonly Item[], act: (item: Item) => unknown) =>
    perSecond(share, 1, async () => {
      for (const item of items) {
        const result = act(item)
        if (result instanceof Promise) await result
      }
    }).then((rounds) => rounds * items.length)
  const decode = use.decodeNewer?.bind(use)
  await check(use, encoded)
  return {
    encodedPerSecond: await each(samples, (sample) => use.encode(sample)),
    decodedPerSecond: await each(encoded, ({ type, bytes }) => use.decode(type, bytes)),
    ...(decode ? { newerPerSecond: await each(newer, ({ type, bytes }) => decode(type, bytes)) } : {}),
    bytes: sum(encoded.map(({ bytes }) => bytes.length)) / encoded.length,
  }
}

/** Checks that the codec decodes what it has encoded. */
async function check(use: CodecUse, encoded: readonly ((typeof samples)[number] & { bytes: Buffer })[]): Promise<void> {
  for (const { type, data, bytes } of encoded)
    if (!isSame(await use.decode(type, bytes), data)) throw new Error(`${type} differs after encoding and decoding`)
}

/** Compared as JSON: avsc makes objects of classes of its own, with the fields in the schema's order. */
const isSame = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)))
