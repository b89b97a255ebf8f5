import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { createMemoryLog, createMemoryStore } from '../../src/memory/index.ts'
import { DatabaseLost } from '../../src/runtime/index.ts'
import { assertDatabase } from '../../src/runtime/lost-database.ts'
import { batch, request } from '../inputs.ts'
import { jsonCodec, library } from '../library.ts'

const topic = library.topic ?? ''

test('a service starts with what it has, and does not start without it while its topic remembers', async () => {
  const log = createMemoryLog({ topics: [topic], partitions: 3 })
  const [store, empty] = [createMemoryStore(Date.now), createMemoryStore(Date.now)]
  await assertDatabase(library, { store, log })

  const loan = v7()
  await batch(store, [request(loan, { type: 'Lend', books: 1 } as never)])
  await log.send(topic, [{ key: loan, headers: {}, value: jsonCodec.encode('Lent', {}) }])
  await assertDatabase(library, { store, log })

  const lost = assertDatabase(library, { store: empty, log })
  await expect(lost).rejects.toBeInstanceOf(DatabaseLost)
  await expect(lost).rejects.toMatchObject({ exitStatus: 78, message: expect.stringContaining(`but ${topic} has`) })
  await assertDatabase({ ...library, topic: undefined }, { store: empty, log })
})
