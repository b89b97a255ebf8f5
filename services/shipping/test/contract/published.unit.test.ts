import { producerFaults, readContract } from '@bistro/events/contract'
import { madeOf } from '@bistro/kit/testing'
import { expect, test } from 'vitest'
import { examples } from './examples.ts'

test('shipping makes its events as the golden bytes have them, with all that their consumers need', () => {
  expect(producerFaults(readContract(), 'shipping', madeOf(examples))).toEqual([])
})
