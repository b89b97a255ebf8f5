import kafkajs from 'kafkajs'
import { expect, it } from 'vitest'
import { brokersOf } from './brokers.ts'

it('records are read however a topic compresses them', () => {
  const access = { bootstrap: '127.0.0.1:1', reader: { user: 'reader', password: 'x' } }
  brokersOf(access as Parameters<typeof brokersOf>[0], 1)
  for (const name of ['GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const)
    expect(() => kafkajs.CompressionCodecs[kafkajs.CompressionTypes[name]](), name).not.toThrow()
})
