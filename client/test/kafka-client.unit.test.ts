import kafkajs from 'kafkajs'
import { expect, it } from 'vitest'
import { kafkaClient } from '../src/events/kafka-client.ts'

it('events are read however a topic compresses them', () => {
  kafkaClient({ bootstrap: '127.0.0.1:1', user: 'reader', password: 'x' }, 'test')
  for (const name of ['GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const)
    expect(() => kafkajs.CompressionCodecs[kafkajs.CompressionTypes[name]](), name).not.toThrow()
})
