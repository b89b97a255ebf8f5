import fc from 'fast-check'
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { changesNothing, toInput } from '../src/runtime/index.ts'
import { LearningCodec } from './fakes.ts'
import { reading, record } from './inputs.ts'
import { jsonCodec } from './library.ts'

const inputOf = (type: string) => toInput(reading(), record(v7(), 1, type, { loanId: v7(), book: 'Emma' }))

describe('a record becomes an input, whatever is in it', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', ''])(
    'the type %j is one that nobody handles, though every object has it',
    async (type) => {
      expect(changesNothing(await inputOf(type))).toBe(true)
    },
  )

  it('a traceparent that is none does not keep it', async () => {
    const { headers, ...rest } = record(v7(), 1, 'BookFound', { loanId: v7(), book: 'Emma' })
    const input = await toInput(reading(), { ...rest, headers: { ...headers, traceparent: '\0' } })
    expect(input).toMatchObject({ kind: 'message', message: { failure: undefined, data: { book: 'Emma' } } })
  })

  it('any headers and any bytes', async () => {
    const valid = record(v7(), 1, 'BookFound', { loanId: v7(), book: 'Emma' })
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '\ud800', '-1', '1e3', '|', '.'))
    const headers = fc.record(
      Object.fromEntries(
        Object.entries(valid.headers).map(([name, value]) => [name, fc.oneof(fc.constant(value), anyText)]),
      ),
      { requiredKeys: [] },
    )
    const bytes = fc.oneof(
      fc.constant(valid.value),
      fc.uint8Array().map((noise) => Buffer.from(noise)),
    )
    await fc.assert(
      fc.asyncProperty(headers, fc.dictionary(anyText, anyText), bytes, async (own, others, value) => {
        const input = await toInput(reading(), {
          ...valid,
          headers: { ...others, ...own } as Record<string, string>,
          value,
        })
        if (input.kind === 'malformed') expect(input.failure).toMatch(/has no valid header ce_|writes to|begin with/)
        else expect(input).toMatchObject({ kind: 'message', message: { version: expect.any(Number) } })
      }),
    )
  })

  it('a schema that cannot be learned makes it wait, and one that there is not makes it fail', async () => {
    const codec = new LearningCodec()
    const found = record(v7(), 1, 'BookFound', { loanId: v7(), book: 'Emma' })
    codec.registry = 'away'
    const waiting = await toInput(reading(codec), found)
    expect(waiting).toMatchObject({ message: { unread: 'library cannot read BookFound: the registry is away' } })
    expect(changesNothing(waiting)).toBe(false)
    codec.registry = 'without it'
    expect(await toInput(reading(codec), found)).toMatchObject({
      message: { unread: undefined, failure: 'library cannot read BookFound: there is no such schema' },
    })
  })

  it.each([
    [
      'source',
      { ce_source: '/services/payment' },
      'source is /services/payment, but only /services/warehouse writes to test.warehouse.v1',
    ],
    [
      'type',
      { ce_type: 'test.payment.BookFound' },
      'type is test.payment.BookFound, but types on test.warehouse.v1 begin with test.warehouse.',
    ],
  ])('another %s than the topic has is not believed', async (_, headers, failure) => {
    const valid = record(v7(), 1, 'BookFound', { loanId: v7(), book: 'Emma' })
    const forged = await toInput(reading(), { ...valid, headers: { ...valid.headers, ...headers } })
    expect(forged).toMatchObject({ kind: 'malformed', failure: expect.stringContaining(failure) })
  })

  it('a registry that says nothing is not waited for long', async () => {
    const codec = new LearningCodec()
    codec.registry = 'silent'
    const start = performance.now()
    const input = await toInput(reading(codec), record(v7(), 1, 'BookFound', { loanId: v7(), book: 'Emma' }))
    expect(input).toMatchObject({ message: { unread: expect.stringContaining('did not answer in time') } })
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it('a type that changes nothing here needs no schema', async () => {
    const codec = new LearningCodec()
    const painted = await toInput(reading(codec), record(v7(), 1, 'ShelfPainted', {}))
    expect(changesNothing(painted)).toBe(true)
    expect(codec.asked).toBe(0)
  })

  it('a reason that quotes what somebody has written is bounded', async () => {
    const decode = (): never => {
      throw new Error('x'.repeat(70_000))
    }
    const input = await toInput(reading({ ...jsonCodec, decode }), record(v7(), 1, 'BookFound', {}))
    expect(input.kind === 'message' && input.message.failure?.length).toBe(1_000)
  })
})
