import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { createMemoryStore } from '../../src/memory/store.ts'
import type { RawRecord } from '../../src/model/index.ts'
import { SILENT_METER } from '../../src/runtime/index.ts'
import { toInput } from '../../src/runtime/learning.ts'
import { ParkedNews } from '../../src/runtime/news.ts'
import { batch, reading, record } from '../inputs.ts'
import { library } from '../library.ts'

function news() {
  const counted: string[] = []
  const lines: string[] = []
  const note = (_: object, text: string) => void lines.push(text)
  const meter = {
    ...SILENT_METER,
    parked: (reason: string) => void counted.push(reason),
    disbelieved: (topic: string, why: string) => void counted.push(`${topic} ${why}`),
  }
  const parked = new ParkedNews({ service: library, meter, logger: { info: note, warn: note, error: note } })
  const deliver = async (...records: RawRecord[]) => {
    const inputs = await Promise.all(records.map((one) => toInput(reading(), one)))
    parked.tell((await batch(createMemoryStore(), inputs)).unit.parked)
  }
  return { deliver, counted, lines }
}

const at = (offset: number, headers: Record<string, string> = {}): RawRecord => {
  const made = record(v7(), 1, 'BookFound', { loanId: v7(), book: 'Emma' })
  return { ...made, offset: String(offset), headers: { ...made.headers, ...headers } }
}
const TOPIC = 'test.warehouse.v1'

test.each([
  ['source', { ce_source: '/services/payment' }],
  ['type', { ce_type: 'test.payment.BookFound' }],
  ['headers', { ce_subject: 'nobody' }],
])('a record that cannot be its owner’s is counted by its topic and why: %s', async (why, headers) => {
  const { deliver, counted, lines } = news()
  await deliver(at(1, headers))
  expect([counted, lines]).toEqual([
    ['poison', `${TOPIC} ${why}`],
    ['the headers of a record are not from the owner of its topic'],
  ])
})

test('the alarm is given once for each place, however often it is delivered', async () => {
  const { deliver, counted, lines } = news()
  const forged = { ce_source: '/services/payment' }
  for (let times = 0; times < 3; times += 1) await deliver(at(1, forged))
  await deliver(at(2, forged))
  expect(counted.filter((what) => what.startsWith(TOPIC))).toHaveLength(2)
  expect(lines).toEqual([
    'the headers of a record are not from the owner of its topic',
    'the headers of a record are not from the owner of its topic',
  ])
})

test('a flood of broken messages is told as its first few, and every one is counted', async () => {
  const { deliver, counted, lines } = news()
  await deliver(...Array.from({ length: 30 }, (_, offset) => ({ ...at(offset), value: Buffer.from('broken') })))
  expect(counted).toEqual(Array(30).fill('poison'))
  expect(lines).toEqual([...Array(10).fill('a message is parked'), 'more messages are parked in the same batch'])
})
