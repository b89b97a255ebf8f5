import type { Admin } from 'kafkajs'
import { expect, test } from 'vitest'
import { correctTopics, topicSettings } from '../src/parts/topic-settings.ts'

const OWN = 1
const DEFAULT = 5
const entry = (configName: string, configValue: string, configSource = OWN) => ({
  configName,
  configValue,
  configSource,
})
const sound = Object.entries(topicSettings(1)).map(([name, value]) => entry(name, value))

/** A broker with these topics; notes what is altered. */
function broker(topics: Readonly<Record<string, ReturnType<typeof entry>[]>>) {
  const altered: unknown[] = []
  const admin = {
    describeConfigs: async () => ({
      resources: Object.entries(topics).map(([resourceName, configEntries]) => ({ resourceName, configEntries })),
    }),
    alterConfigs: async ({ resources }: { resources: unknown[] }) => altered.push(...resources),
  }
  return { admin: admin as unknown as Admin, altered }
}

test('a topic that was set otherwise is set right, and told; what else it says about itself stays', async () => {
  const cut = [...sound.filter(({ configName }) => configName !== 'compression.type'), entry('segment.ms', '9')]
  const { admin, altered } = broker({ good: sound, zstd: [...cut, entry('compression.type', 'zstd')] })
  expect(await correctTopics(admin, ['good', 'zstd'], topicSettings(1))).toEqual([
    'zstd: compression.type=uncompressed (was zstd)',
  ])
  expect(altered).toMatchObject([{ name: 'zstd' }])
  expect(altered).toMatchObject([{ configEntries: expect.arrayContaining([{ name: 'segment.ms', value: '9' }]) }])
})

test('a topic that never had a setting of its own gets it', async () => {
  const { admin } = broker({ old: [entry('compression.type', 'producer', DEFAULT)] })
  expect(await correctTopics(admin, ['old'], { 'compression.type': 'uncompressed' })).toEqual([
    'old: compression.type=uncompressed (was the default)',
  ])
})

test('topics that are right are left alone', async () => {
  const { admin, altered } = broker({ good: sound })
  expect(await correctTopics(admin, ['good'], topicSettings(1))).toEqual([])
  expect(altered).toEqual([])
})
