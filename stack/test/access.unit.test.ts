import { CUSTOMER_HISTORY, EVENING_BOARD, owners, topicsOf } from '@bistro/events'
import { SERVICES } from '@bistro/services'
import type { AclEntry, Admin } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { accessRules, correctRules } from '../src/parts/kafka-access.ts'

const [READ, WRITE, DESCRIBE] = [3, 4, 8]
const [TOPIC, GROUP, LITERAL] = [2, 3, 3]

describe('the access rules of the broker', () => {
  it('give each topic one writer: its owner', async () => {
    const writers = (await accessRules()).filter(
      ({ operation, resourceType }) => operation === WRITE && resourceType === TOPIC,
    )
    const found = writers.map(({ principal, resourceName }) => `${principal} ${resourceName}`)
    expect(found.sort()).toEqual(
      [
        ...owners.flatMap((owner) => topicsOf(owner).map((topic) => `User:${owner} ${topic}`)),
        `User:reservation ${EVENING_BOARD}`,
        `User:history ${CUSTOMER_HISTORY}`,
      ].sort(),
    )
    expect(found).toEqual(expect.arrayContaining(['User:order bistro.order.v1', 'User:order bistro.order.v2']))
  })

  it('let a service read what it subscribes to and what it has written, in its own group', async () => {
    const readable = (await accessRules()).filter(
      ({ principal, operation }) => principal === 'User:shipping' && operation === READ,
    )
    expect(readable.map(({ resourceName }) => resourceName).sort()).toEqual([
      'bistro.customer.v1',
      'bistro.order.v1',
      'bistro.order.v2',
      'bistro.shipping.v1',
      'shipping',
      'shipping.',
    ])
  })

  it('let the gateway read every topic and see every group, and write and join nothing of others', async () => {
    const own = (await accessRules()).filter(({ principal }) => principal === 'User:gateway')
    expect(own.map(({ operation, resourceName }) => `${operation} ${resourceName}`).sort()).toEqual(
      [
        ...[`${READ} bistro.`, `${DESCRIBE} bistro.`, `${READ} gateway`, `${READ} gateway.`],
        ...SERVICES.map((service) => `${DESCRIBE} ${service}`),
      ].sort(),
    )
  })

  it('let the stream processor read orders, and write the history in transactions of its name', async () => {
    const own = (await accessRules()).filter(({ principal }) => principal === 'User:history')
    expect(own.map(({ operation, resourceName }) => `${operation} ${resourceName}`).sort()).toEqual(
      [
        ...[`${READ} bistro.order.v1`, `${READ} history`, `${WRITE} history`, `${DESCRIBE} history`],
        ...[`${WRITE} ${CUSTOMER_HISTORY}`, `${DESCRIBE} ${CUSTOMER_HISTORY}`],
      ].sort(),
    )
  })

  it('give nobody a group that is not named after them', async () => {
    const groups = (await accessRules()).filter(
      ({ resourceType, operation }) => resourceType === GROUP && operation === READ,
    )
    for (const { principal, resourceName } of groups) expect(resourceName.split('.')[0]).toBe(principal.slice(5))
    expect(groups.map(({ principal }) => principal)).toContain('User:reader')
  })

  it('take from a user what else it was once allowed, and nothing from users of others', async () => {
    const [rule] = (await accessRules()).filter(({ resourceName }) => resourceName === 'reader.')
    if (!rule) throw new Error('reader has no groups')
    const everyGroup = { ...rule, resourceName: '*', resourcePatternType: LITERAL }
    const taken: unknown[] = []
    const resourceOf = ({ principal, host, operation, permissionType, ...resource }: AclEntry) => ({
      ...resource,
      acls: [{ principal, host, operation, permissionType }],
    })
    const admin = {
      createAcls: async () => true,
      describeAcls: async () => ({
        resources: [rule, everyGroup, { ...everyGroup, principal: 'User:analytics' }].map(resourceOf),
      }),
      deleteAcls: async ({ filters }: { filters: unknown[] }) => void taken.push(...filters),
    } as unknown as Admin
    expect(await correctRules(admin)).toEqual(['User:reader ALLOW READ GROUP LITERAL * from * is no longer allowed'])
    expect(taken).toEqual([everyGroup])
  })
})
