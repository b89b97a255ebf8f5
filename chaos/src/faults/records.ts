import { topicOf } from '@bistro/events'
import { Random } from '@bistro/kit/faults'
import type { ProducerRecord } from 'kafkajs'
import { withProducer } from '../stack/kafka.ts'
import { type Begin, NOTHING_TO_UNDO } from '../world.ts'
import { forge } from './forge.ts'
import type { Forgery } from './forgeries.ts'
import type { ForgedService } from './handled.ts'

export const records: Readonly<Record<string, Begin>> = {
  'foreign records': async (world, { target, draw }) => {
    const [service] = target.split(' ') as [ForgedService]
    const forgery = target.slice(service.length + 1) as Forgery
    const topic = topicOf(service, 1)
    const { stream, compression, message } = await forge(world, service, forgery, new Random(draw))
    const record: ProducerRecord = { topic, compression, messages: [message] }
    const [at] = await withProducer(world.manifest, (producer) => producer.send(record))
    world.forged.add({ topic, partition: at?.partition ?? 0, offset: at?.baseOffset ?? '', stream })
    return NOTHING_TO_UNDO
  },
}
