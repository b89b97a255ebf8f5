import { randomUUID } from 'node:crypto'
import { type KafkaLogin, kafkaClient } from '@bistro/client'
import { type Dish, dishesOf, EMPTY, type Menu, merge, type Stamp } from './menu.ts'

export const REGIONS = ['north', 'south'] as const
export type RegionName = (typeof REGIONS)[number]

export interface Region {
  readonly name: RegionName
  readonly login: KafkaLogin
  dishes(eveningId: string): readonly Dish[]
  /** Resolves when the region's log has it. */
  edit(eveningId: string, change: (menu: Menu, stamp: Stamp) => Menu): Promise<void>
  stop(): Promise<void>
}

/** Where a region writes its edits. */
export const OWN_TOPIC = 'menus'
/** Where the edits of another region arrive. */
export const topicFrom = (region: RegionName): string => `${region}.${OWN_TOPIC}`

const CLOCK = 'at'
/** How long a broker keeps a reader waiting that has read everything: a reader that stops waits for that as well. */
export const LONGEST_WAIT_MS = 100

/** A region keeps its menus in memory: they follow from its own log and from what the other region has written. */
export async function startRegion(name: RegionName, login: KafkaLogin, run: string): Promise<Region> {
  const menus = new Map<string, Menu>()
  const menuOf = (eveningId: string): Menu => menus.get(eveningId) ?? EMPTY
  let clock = 0
  let last: Promise<void> = Promise.resolve()

  const kafka = kafkaClient(login, `menus-${name}`)
  const producer = kafka.producer()
  const consumer = kafka.consumer({ groupId: `menus-${name}-${randomUUID()}`, maxWaitTimeInMs: LONGEST_WAIT_MS })
  await Promise.all([producer.connect(), consumer.connect()])
  const others = REGIONS.filter((other) => other !== name).map(topicFrom)
  await consumer.subscribe({ topics: [OWN_TOPIC, ...others].map((topic) => topic + run), fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message: { key, value, headers } }) => {
      // The later of two edits is the one whose author could see the other, also where a machine's clock is slow.
      clock = Math.max(clock, Number(headers?.[CLOCK]))
      take(String(key), JSON.parse(String(value)) as Menu)
    },
  })

  function take(eveningId: string, menu: Menu): void {
    try {
      menus.set(eveningId, merge(menuOf(eveningId), menu))
    } catch (error) {
      console.error(`${name}: a menu could not be merged:`, error)
    }
  }

  async function edit(eveningId: string, change: (menu: Menu, stamp: Stamp) => Menu): Promise<void> {
    clock = Math.max(clock + 1, Date.now())
    const menu = change(menuOf(eveningId), { at: clock, region: name })
    const message = { key: eveningId, value: JSON.stringify(menu), headers: { [CLOCK]: String(clock) } }
    await producer.send({ topic: OWN_TOPIC + run, messages: [message] })
    take(eveningId, menu)
  }

  return {
    name,
    login,
    dishes: (eveningId) => [...dishesOf(menuOf(eveningId))].sort((a, b) => (a.sku < b.sku ? -1 : 1)),
    edit: (eveningId, change) => {
      // One edit after the other.
      const done = last.then(() => edit(eveningId, change))
      last = done.catch(() => {})
      return done
    },
    stop: async () => {
      await Promise.all([consumer.disconnect(), producer.disconnect()])
    },
  }
}
