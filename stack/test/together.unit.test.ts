import { Aborted, StackError } from '@bistro/client/errors'
import { expect, test } from 'vitest'
import { together } from '../src/context.ts'

test('of steps side by side, the one that failed is named, not those that were given up for it', async () => {
  const abort = new AbortController()
  const context = { giveUp: () => abort.abort() }
  const broken = new StackError('postgres-order ended before it was ready')
  const givenUp = new Promise<void>((_, reject) => abort.signal.addEventListener('abort', () => reject(new Aborted())))
  // The inner ones wait for each other, so what is given up is heard of first.
  const inner = together(context, [Promise.reject(broken), new Promise<void>((resolve) => setTimeout(resolve, 20))])
  await expect(together(context, [inner, givenUp])).rejects.toBe(broken)
})
