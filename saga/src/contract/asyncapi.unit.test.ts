import specs from '@asyncapi/specs'
import { SERVICES } from '@bistro/services'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { asyncApiOf } from './asyncapi.ts'
import { readFlows } from './flows.ts'

const validate = new Ajv({ strict: false, validateFormats: false }).compile(specs.schemasWithoutId['3.0.0'] as object)
const flows = readFlows()

describe.each([undefined, ...SERVICES])('the AsyncAPI document of %s', (service) => {
  const document = asyncApiOf(flows, service)

  test('is AsyncAPI 3', () => {
    expect(validate(document), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true)
  })

  test('refers to nothing that is not in it', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
    expect(references.length).toBeGreaterThan(0)
    for (const path of references) expect(at(document, path.split('/')), path).toBeDefined()
  })
})

test('a document that is none is told from one', () => {
  expect(validate({ ...asyncApiOf(flows), channels: { 'bistro.order.v1': { address: 42 } } })).toBe(false)
})

test('a service’s document has what it sends and what it needs, and no more', () => {
  const { operations, components } = asyncApiOf(flows, 'payment') as {
    operations: Record<string, object>
    components: { messages: object }
  }
  expect(Object.keys(operations)).toEqual(['payment-sends-bistro.payment.v1', 'payment-receives-bistro.order.v1'])
  expect(operations['payment-receives-bistro.order.v1']).toMatchObject({
    action: 'receive',
    'x-needs': { OrderValidated: ['orderId', 'reservationId', 'deposit', 'cardToken'], OrderCancelled: ['orderId'] },
  })
  expect(Object.keys(components.messages)).toHaveLength(10)
})

const at = (value: unknown, [name, ...rest]: readonly string[]): unknown =>
  name === undefined || value === undefined ? value : at((value as Record<string, unknown>)[name], rest)
