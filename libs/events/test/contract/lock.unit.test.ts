import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FIXTURES } from '../../src/contract/fixtures.ts'
import { freeze, lockFaults, producerFaults, readEvents, readFixtures, unfrozen } from '../../src/contract/index.ts'
import { contract, made } from './planted.ts'

const GOLDEN = 'payment/PaymentProcessed/v1'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fixtures-'))
  cpSync(FIXTURES, directory, { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

const texts = () => lockFaults(directory).map(({ text }) => text)

test('fixtures are as they were frozen', () => {
  expect(texts()).toEqual([])
})

test('a fixture that was edited by hand fails its producer', () => {
  writeFileSync(join(directory, `${GOLDEN}.json`), '{"orderId": "another"}')
  const touched = lockFaults(directory)
  expect(producerFaults({ ...contract, touched }, 'payment', made)).toEqual([
    `payment: PaymentProcessed: the fixture v1.json was changed by hand. Such messages are on the topic for ever, and every consumer must go on reading them. Type: git checkout -- libs/events/fixtures/${GOLDEN}.json   (a change of the event is a new version of its schema)`,
  ])
})

test('so does one that was removed', () => {
  rmSync(join(directory, `${GOLDEN}.avro`))
  expect(texts()).toEqual([expect.stringMatching(/^payment: PaymentProcessed: the fixture v1.avro was removed/)])
})

test('and one that nobody froze', () => {
  writeFileSync(join(directory, 'payment/PaymentProcessed/v2.json'), '{}')
  expect(texts()).toEqual([
    expect.stringMatching(/^payment: PaymentProcessed: the fixture v2.json is not in lock.json/),
  ])
})

test('a version in force without a fixture gets one, and what is frozen stays as it is', () => {
  const events = readEvents().map((event) => {
    const [schema] = event.versions
    const more = { ...schema!, fields: [...schema!.fields, { name: 'note', type: 'string', default: '' } as const] }
    return event.type === 'PaymentProcessed' ? { ...event, versions: [schema!, more] } : event
  })
  expect(unfrozen(events, directory).map(({ type }) => type)).toEqual(['PaymentProcessed'])
  freeze(
    events,
    { ...made, PaymentProcessed: { ...made.PaymentProcessed, note: 'late' }, PaymentFailed: {} },
    directory,
  )
  expect(unfrozen(events, directory)).toEqual([])
  expect(texts()).toEqual([])
  const versions = readFixtures(events, directory).filter(({ type }) => type === 'PaymentProcessed')
  expect(versions.map(({ data }) => data)).toEqual([made.PaymentProcessed, { ...made.PaymentProcessed, note: 'late' }])
})
