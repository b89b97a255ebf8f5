import { publisherOf, type Service } from '../model/service.ts'
import { SettingsError } from './settings.ts'

interface TopicSettings {
  /** `v1,v2` */
  readonly BISTRO_PUBLISH: string
  /** `order:v2` */
  readonly BISTRO_READ: string
}

/** The service on the topics of its settings. @throws SettingsError for a topic that it neither has nor reads */
export function onTopics(service: Service, { BISTRO_PUBLISH, BISTRO_READ }: TopicSettings): Service {
  const { topic } = service
  const subscribes = moved(service, BISTRO_READ)
  if (topic === undefined) {
    if (BISTRO_PUBLISH !== 'v1')
      throw new SettingsError([`BISTRO_PUBLISH is set, but ${service.name} publishes nothing`])
    return { ...service, subscribes }
  }
  const own = [topic, ...(service.laterTopics ?? [])]
  const publishes = BISTRO_PUBLISH.split(',').map((edition) => on(topic, edition))
  const unknown = publishes.filter((topic) => !own.includes(topic))
  if (unknown.length > 0)
    throw new SettingsError([
      `BISTRO_PUBLISH names ${unknown}, but ${service.name} can publish only to ${own.join(', ')}`,
    ])
  return { ...service, publishes, subscribes }
}

function moved({ name, subscribes }: Service, wanted: string): readonly string[] {
  const moves = wanted === '' ? [] : wanted.split(',').map((move) => move.split(':') as [string, string])
  const strange = moves.filter(([source]) => !subscribes.some((topic) => publisherOf(topic) === source))
  if (strange.length > 0)
    throw new SettingsError([
      `BISTRO_READ names ${strange.map(([source]) => source)}, but ${name} reads only ${subscribes}`,
    ])
  return subscribes.map((topic) => {
    const move = moves.find(([source]) => source === publisherOf(topic))
    return move ? on(topic, move[1]) : topic
  })
}

const on = (topic: string, edition: string): string => topic.replace(/v\d+$/, edition)
