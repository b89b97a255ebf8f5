import { expect, test } from 'vitest'
import { mapError } from '../../src/kafka/errors.ts'
import { Offsets } from '../../src/kafka/offsets.ts'
import { inPortions, textOf, toRecord } from '../../src/kafka/records.ts'

const record = (key: string, bytes: number) => ({ key, value: Buffer.alloc(bytes), headers: {} })
const keys = (portions: Iterable<readonly { key: string }[]>) =>
  [...portions].map((portion) => portion.map(({ key }) => key).join(''))

test('headers are read as UTF-8; of a repeated one the first counts', () => {
  const headers = { ce_id: Buffer.from('ü'), twice: [Buffer.from('1'), Buffer.from('2')], text: 't', none: undefined }
  expect(textOf(headers)).toEqual({ ce_id: 'ü', twice: '1', text: 't' })
  expect(textOf(undefined)).toEqual({})
})

test('a tombstone has no bytes', () => {
  const message = { key: null, value: null, offset: '7', timestamp: '0', attributes: 0, size: 0 }
  expect(toRecord('t', 3, message)).toEqual({
    topic: 't',
    partition: 3,
    offset: '7',
    headers: {},
    value: Buffer.alloc(0),
  })
})

test('a portion fits a request, in order; what is too large by itself goes alone', () => {
  const records = [record('a', 40), record('b', 40), record('c', 500), record('d', 10)]
  expect(keys(inPortions(records, 150))).toEqual(['ab', 'c', 'd'])
  expect(keys(inPortions([], 150))).toEqual([])
  expect(keys(inPortions([record('a', 1)]))).toEqual(['a'])
})

test('what is committed is the next offset to read', () => {
  const offsets = new Offsets()
  offsets.delivered('t', 0, '9007199254740993')
  expect(offsets.uncommitted()).toEqual([{ topic: 't', partition: 0, offset: '9007199254740994' }])
})

test('what was delivered while a commit was on its way is committed next', () => {
  const offsets = new Offsets()
  offsets.delivered('t', 0, '1')
  offsets.delivered('t', 1, '1')
  const sent = offsets.uncommitted()
  offsets.delivered('t', 1, '5')
  offsets.committed(sent)
  expect(offsets.uncommitted()).toEqual([{ topic: 't', partition: 1, offset: '6' }])
  offsets.forget()
  expect(offsets.uncommitted()).toEqual([])
})

test('an error is retryable as its origin is, whatever its wrappers say', () => {
  const away = Object.assign(new Error('ECONNREFUSED'), { retriable: true })
  const givenUp = Object.assign(new Error('retries exceeded', { cause: away }), { retriable: false })
  expect(mapError(givenUp)).toMatchObject({ code: 'log-unavailable', retryable: true })
  const denied = Object.assign(new Error('not authorized'), { retriable: false })
  expect(mapError(denied)).toMatchObject({ code: 'log-refused', retryable: false, cause: denied })
})
