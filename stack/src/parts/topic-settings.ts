import kafkajs, { type Admin } from 'kafkajs'

const { ConfigResourceTypes, ConfigSource } = kafkajs

/** What a topic says about itself; all else is the broker's default. */
export type TopicSettings = Readonly<Record<string, string>>

export const topicSettings = (minInSyncReplicas: number): TopicSettings => ({
  'retention.ms': '-1',
  'min.insync.replicas': String(minInSyncReplicas),
  // Whatever its writers send, every client of every language can read it; own records are stored as they come.
  'compression.type': 'uncompressed',
  // A writer whose clock is hours ahead would be refused; when an event happened stands in its headers.
  'message.timestamp.type': 'LogAppendTime',
})

/** Of a topic whose last record of each key is all that counts; a tombstone is kept for a day after its key is gone. */
export const snapshotSettings = (minInSyncReplicas: number): TopicSettings => ({
  ...topicSettings(minInSyncReplicas),
  'cleanup.policy': 'compact',
  'delete.retention.ms': '86400000',
  // A segment that is written to is not compacted: it is closed soon, so that one can watch.
  'segment.ms': '60000',
  'min.cleanable.dirty.ratio': '0.1',
})

export const entriesOf = (settings: TopicSettings): { name: string; value: string }[] =>
  Object.entries(settings).map(([name, value]) => ({ name, value }))

/**
 * Sets what somebody has set otherwise, and leaves alone what is none of ours.
 * @returns one line for each topic that was changed
 */
export async function correctTopics(admin: Admin, names: readonly string[], wanted: TopicSettings): Promise<string[]> {
  if (names.length === 0) return []
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  })
  const changes = resources.flatMap(({ resourceName: name, configEntries }) => {
    const own = configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
    const actual = Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]))
    const wrong = Object.entries(wanted).filter(([key, value]) => actual[key] !== value)
    if (wrong.length === 0) return []
    const lines = wrong.map(([key, value]) => `${key}=${value} (was ${actual[key] ?? 'the default'})`)
    return [{ name, settings: { ...actual, ...wanted }, text: `${name}: ${lines.join(', ')}` }]
  })
  if (changes.length > 0)
    await admin.alterConfigs({
      validateOnly: false,
      // What is not named here would fall back to its default.
      resources: changes.map(({ name, settings }) => ({
        type: ConfigResourceTypes.TOPIC,
        name,
        configEntries: entriesOf(settings),
      })),
    })
  return changes.map(({ text }) => text)
}
