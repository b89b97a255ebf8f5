import type { Admin } from 'kafkajs'
import { expect, test } from 'vitest'
import { correctQuotas, QUOTAS } from '../src/parts/kafka-quotas.ts'
import { KAFKA_USERS } from '../src/secrets.ts'

type Request = Parameters<Admin['alterClientQuotas']>[0]

/** A broker on which these users have these quotas. */
function brokerWith(quotas: Iterable<readonly [string, Readonly<Record<string, number>>]>) {
  const asked: Request['entries'] = []
  const entries = [...quotas].map(([entityName, values]) => ({
    entity: [{ entityType: 'user', entityName }],
    values: Object.entries(values).map(([key, value]) => ({ key, value })),
  }))
  const admin = {
    describeClientQuotas: async () => ({ entries }),
    alterClientQuotas: async (request: Request) => {
      asked.push(...request.entries)
      return {}
    },
  } as unknown as Admin
  return { admin, asked }
}

const asRecords = () => [...QUOTAS].map(([user, quota]) => [user, { ...quota }] as const)

test('Every user but the administrator has a quota', () => {
  expect([...QUOTAS.keys()].sort()).toEqual(KAFKA_USERS.filter((user) => user !== 'admin').sort())
})

test('A new broker gets all quotas, and nothing was corrected', async () => {
  const { admin, asked } = brokerWith([])
  expect(await correctQuotas(admin)).toEqual([])
  expect(asked.map(({ entity }) => entity[0]?.entityName)).toEqual([...QUOTAS.keys()])
})

test('A broker that has them is asked for nothing', async () => {
  const { admin, asked } = brokerWith(asRecords())
  expect(await correctQuotas(admin)).toEqual([])
  expect(asked).toEqual([])
})

test('A quota that somebody has set otherwise is set right, and said', async () => {
  const { admin, asked } = brokerWith(
    asRecords().map(([user, quota]) => [user, user === 'order' ? { ...quota, consumer_byte_rate: 1 } : quota]),
  )
  const value = QUOTAS.get('order')?.consumer_byte_rate
  expect(await correctQuotas(admin)).toEqual([`quota of order: consumer_byte_rate=${value} (was 1)`])
  expect(asked).toMatchObject([
    { entity: [{ entityType: 'user', entityName: 'order' }], ops: [{ key: 'consumer_byte_rate', value }] },
  ])
})
