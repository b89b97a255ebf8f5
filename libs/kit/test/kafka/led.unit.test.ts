import { expect, it } from 'vitest'
import { onceLed } from '../../src/kafka/led.ts'

/** As the driver throws them. */
const thrown = (name: string, retriable: boolean): Error => Object.assign(new Error(name), { name, retriable })
const NOT_LED = thrown('KafkaJSProtocolError', true)

/** Fails so often, then answers. */
function broker(failures: number, error: Error) {
  let asked = 0
  const ask = async (): Promise<string> => {
    asked += 1
    if (asked <= failures) throw error
    return 'offsets'
  }
  return { ask, asked: () => asked }
}

it('asks again while a partition has no leader', async () => {
  const { ask, asked } = broker(2, NOT_LED)
  expect(await onceLed(ask)).toBe('offsets')
  expect(asked()).toBe(3)
})

it('does not ask for ever', async () => {
  await expect(onceLed(broker(9, NOT_LED).ask, -1)).rejects.toBe(NOT_LED)
})

it.each([thrown('KafkaJSProtocolError', false), thrown('KafkaJSConnectionError', true)])(
  'asks once where that is not why: %s',
  async (error) => {
    const { ask, asked } = broker(1, error)
    await expect(onceLed(ask)).rejects.toBe(error)
    expect(asked()).toBe(1)
  },
)
