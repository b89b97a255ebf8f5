import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { audit } from '@bistro/audit'
import { arrange, ORDINARY, operatorRoutesOf, reserve, SERVICES, type ServiceName } from '@bistro/client'
import { dataOf } from '@bistro/http-client'
import { describe, expect, it } from 'vitest'
import { expectProblem, post } from '../support/http.ts'
import { metricsOf } from '../support/metrics.ts'
import { asOperator } from '../support/requests.ts'
import { textIn } from '../support/sagas.ts'
import { manifest } from '../support/shared-stack.ts'

const REFUSED = { ...ORDINARY, postcode: '00000', cardToken: 'tok_refund_never' }
/** Twice as long as between two looks at what waits. */
const COUNTED = { timeout: 20_000, interval: 500 }
const SOON = { timeout: 20_000, interval: 100 }
const headers = asOperator(manifest)
const payments = `${manifest.services.payment.url}/payments`

async function valueIn(service: ServiceName, metric: string): Promise<number | undefined> {
  const line = (await metricsOf(manifest, service)).split('\n').find((one) => one.startsWith(`${metric} `))
  return line === undefined ? undefined : Number(line.split(' ')[1])
}

describe('what waits is counted', () => {
  it('under each name that the example of alert rules looks at', async () => {
    const alerts = readFileSync(join(import.meta.dirname, '../../infra/alerts.yml'), 'utf8')
    const named = new Set(alerts.match(/\bbistro_\w+/g))
    const metrics = (await Promise.all(SERVICES.map((service) => metricsOf(manifest, service)))).join('\n')
    const unknown = [...named].filter((name) => !metrics.includes(`# TYPE ${name} `))
    expect([named.size > 5, unknown]).toEqual([true, []])
  })

  it.each(SERVICES)('%s is in its group, and reads', async (service) => {
    await expect.poll(() => valueIn(service, 'bistro_group_member'), COUNTED).toBe(1)
    expect(await valueIn(service, 'bistro_group_partitions')).toBeGreaterThan(0)
  })
})

describe('a refund that the provider refuses for good', () => {
  it('is counted and listed until an operator settles it by hand, and then the audit knows of it', async () => {
    const reservation = await reserve(manifest, await arrange(manifest, REFUSED), REFUSED)
    const orderId = textIn(reservation, 'orderId')
    const item = async () => {
      const query = { status: 'refund_failed', limit: 100 } as const
      const { items } = await dataOf(operatorRoutesOf(manifest, 'payment').GET('/payments', { params: { query } }))
      return items.find((one) => one.orderId === orderId)
    }
    await expect.poll(item, SOON).toMatchObject({ attempts: 5, attemptsLeft: 0, reason: 'refused' })
    await expect.poll(() => valueIn('payment', 'bistro_refunds_failed'), COUNTED).toBeGreaterThan(0)

    const settle = (more: object = {}) =>
      post(`${payments}/${orderId}/refund-settlement`, { why: 'paid by bank transfer', ...more }, headers)
    expectProblem(await post(`${payments}/${orderId}/refund-settlement`, { why: 'a guest' }), 401, 'unauthenticated')
    expect((await settle()).body).toMatchObject({ status: 'refund_settled', refunded: { amount: 0 } })
    expect((await settle({ reference: 'T-1' })).status).toBe(202)
    expect(await item()).toBeUndefined()
    expectProblem(await post(`${payments}/${orderId}/refund-retry`, undefined, headers), 409, 'not-refund-failed')

    const { findings } = await audit(manifest)
    const violations = findings.flatMap((finding) => finding.violations)
    expect(violations.filter(({ ids }) => ids.orderId === orderId)).toEqual([])
  })
})
