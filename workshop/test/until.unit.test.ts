import { expect, test } from 'vitest'
import { CouldNotCheck } from '../src/index.ts'
import { untilIn } from '../src/until.ts'

const until = untilIn(new AbortController().signal)

test('asks again until there is something, also where nobody answers for a while', async () => {
  let asked = 0
  const ask = async (): Promise<string | undefined> => {
    asked += 1
    if (asked === 1) throw new Error('connection refused')
    return asked === 3 ? 'there' : undefined
  }
  expect(await until(ask)).toBe('there')
})

test('gives up in time: with nothing where there was nothing, with the error where nobody answered', async () => {
  expect(await until(async () => undefined, 0.1)).toBeUndefined()
  await expect(until(() => Promise.reject(new Error('connection refused')), 0.1)).rejects.toThrow('connection refused')
})

test('what cannot be checked is not asked for again', async () => {
  let asked = 0
  const ask = (): Promise<undefined> => {
    asked += 1
    return Promise.reject(new CouldNotCheck('kafka is not running', 'npm run lab -- start'))
  }
  await expect(until(ask)).rejects.toThrow('kafka is not running')
  expect(asked).toBe(1)
})

test('Ctrl-C ends it', async () => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 50)
  await expect(untilIn(stop.signal)(async () => undefined)).rejects.toThrow(/aborted/)
})
