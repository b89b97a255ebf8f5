import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { createMemoryLog, createMemoryStore } from '../../src/memory/index.ts'
import { DatabaseLost, topicsWithoutDatabase } from '../../src/runtime/lost-database.ts'
import { batch, request } from '../inputs.ts'
import { jsonCodec, library } from '../library.ts'

const topic = library.topic ?? ''

test('a service starts with what it has, and does not start without it while its topic remembers', async () => {
  const log = createMemoryLog({ topics: [topic], partitions: 3 })
  const [store, empty] = [createMemoryStore(Date.now), createMemoryStore(Date.now)]
  expect(await topicsWithoutDatabase(library, { store, log })).toEqual([])

  const loan = v7()
  await batch(store, [request(loan, { type: 'Lend', books: 1 } as never)])
  await log.send(topic, [{ key: loan, headers: {}, value: jsonCodec.encode('Lent', {}) }])
  expect(await topicsWithoutDatabase(library, { store, log })).toEqual([])

  const lost = await topicsWithoutDatabase(library, { store: empty, log })
  expect(lost).toEqual([topic])
  expect(new DatabaseLost(library, lost)).toMatchObject({
    exitStatus: 78,
    message: expect.stringContaining(`but ${topic} has`),
  })
  expect(await topicsWithoutDatabase({ ...library, topic: undefined }, { store: empty, log })).toEqual([])
})
