import { audit } from '@bistro/audit'
import { type Arranged, arrange, call, readEvents, reserve, SERVICES, watchSagas } from '@bistro/client'
import { askStack, type ProcessStatus } from '@bistro/client/control'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatewayUrl } from '../support/door.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { leftBehind } from '../support/left-behind.ts'
import { partitionsOf, processesOf, scale } from '../support/replicas.ts'
import { CROWD, DEPOSIT, endOf, textIn } from '../support/sagas.ts'

/** They come as fast as they are served, for as long as it takes. */
const MANY = { ...CROWD, seatsOfEvening: 20_000, creditLimitCents: 1_000_000_000 }
const GUESTS = 24
const AT_ONCE = 4
const SETTLED = { timeout: 60_000, interval: 500 }

// A stack of its own: its services have more processes than one.
describe('several processes of a service', () => {
  let stack: HostedStack
  let arranged: Arranged
  let reader: Awaited<ReturnType<typeof readEvents>>
  let sagas: ReturnType<typeof watchSagas>
  const paused = new Set<number>()
  const reservations: string[] = []
  const orders: string[] = []

  beforeAll(async () => {
    stack = await startHostedStack()
    reader = await readEvents(stack.manifest)
    sagas = watchSagas(reader)
    arranged = await arrange(stack.manifest, MANY)
  })
  afterAll(async () => {
    for (const pid of paused) process.kill(pid, 'SIGCONT')
    await reader?.close()
    await stack?.stop()
  })

  async function guest(): Promise<void> {
    const answer = await reserve(stack.manifest, arranged, MANY)
    reservations.push(textIn(answer, 'reservationId'))
    orders.push(textIn(answer, 'orderId'))
  }

  /** Guests one after the other, a few at once, until it is over; resolves when the last one has come. */
  async function crowd(isOver: () => boolean): Promise<void> {
    const one = async (): Promise<void> => {
      while (!isOver()) await guest()
    }
    await Promise.all(Array.from({ length: AT_ONCE }, one))
  }

  const endings = async (): Promise<Set<string>> =>
    new Set(await Promise.all(reservations.map((id) => endOf(sagas, id))))

  function pause({ pid = 0 }: ProcessStatus): void {
    process.kill(pid, 'SIGSTOP')
    paused.add(pid)
  }

  function resume({ pid = 0 }: ProcessStatus): void {
    process.kill(pid, 'SIGCONT')
    paused.delete(pid)
  }

  /** How many partitions these processes read together. */
  const readBy = async (...processes: readonly ProcessStatus[]): Promise<number> =>
    (await partitionsOf(processes)).reduce((sum, count) => sum + count, 0)

  const isSplit = async (processes: readonly ProcessStatus[], among: number): Promise<boolean> => {
    const partitions = await partitionsOf(processes)
    return partitions.filter((count) => count > 0).length === among
  }

  it('two of each share the partitions of their topics, and each saga ends once', { timeout: 240_000 }, async () => {
    for (const service of SERVICES) await scale(stack, service, 2)
    for (const service of SERVICES) {
      const processes = await processesOf(stack, service)
      expect(processes.map(({ name, state }) => [name, state])).toEqual([
        [service, 'running'],
        [`${service}-2`, 'running'],
      ])
      await expect.poll(() => isSplit(processes, 2), { ...SETTLED, message: service }).toBe(true)
    }
    await Promise.all(Array.from({ length: GUESTS }, guest))
    expect(await endings()).toEqual(new Set(['OrderDelivered']))
  })

  it('one killed, one paused until its partitions went elsewhere, under load: no work is done twice', {
    timeout: 300_000,
  }, async () => {
    await scale(stack, 'order', 3)
    const [first, second, third] = await processesOf(stack, 'order')
    const [otherPayment, payment] = await processesOf(stack, 'payment')
    if (!first || !second || !third || !otherPayment || !payment) throw new Error('a process is missing')
    await expect.poll(() => isSplit([first, second, third], 3), SETTLED).toBe(true)
    const [ofOrder, ofPayment] = [await readBy(first, second, third), await readBy(otherPayment, payment)]

    let isOver = false
    const coming = crowd(() => isOver)
    try {
      const before = reservations.length
      await expect.poll(() => reservations.length, SETTLED).toBeGreaterThan(before + GUESTS)
      await askStack(stack.controlSocket, { action: 'kill', name: second.name })
      pause(third)
      pause(payment)
      await expect.poll(() => readBy(first), SETTLED).toBe(ofOrder)
      await expect.poll(() => readBy(otherPayment), SETTLED).toBe(ofPayment)
      const meanwhile = reservations.length
      await expect.poll(() => reservations.length, SETTLED).toBeGreaterThan(meanwhile + GUESTS)
      resume(third)
      resume(payment)
      await askStack(stack.controlSocket, { action: 'start', name: second.name })
      await expect.poll(() => isSplit([first, second, third], 3), SETTLED).toBe(true)
    } finally {
      isOver = true
      await coming
    }

    expect(await endings()).toEqual(new Set(['OrderDelivered']))
    await expect.poll(async () => (await audit(stack.manifest)).progress.underWay, SETTLED).toEqual([])
    const { findings } = await audit(stack.manifest)
    expect(findings.flatMap(({ violations }) => violations)).toEqual([])
    expect((await leftBehind(stack.manifest, arranged, orders)).captures).toEqual(orders.map(() => DEPOSIT))
  })

  it('the gateway forwards to the first one that runs', async () => {
    const order = `${gatewayUrl(stack.manifest)}/api/order/orders/${orders[0]}`
    await askStack(stack.controlSocket, { action: 'kill', name: 'order' })
    await expect.poll(async () => (await call(order)).status, SETTLED).toBe(200)
    await scale(stack, 'order', 1)
    expect((await processesOf(stack, 'order')).map(({ name, state }) => [name, state])).toEqual([['order', 'running']])
    await expect.poll(async () => (await call(order)).status, SETTLED).toBe(200)
  })

  it.each([
    ['0', 0, 'A service has at least one process'],
    ['more than a topic has partitions', 7, 'A service runs in 1 to 6 processes'],
  ])('%s is refused', async (_, processes, message) => {
    await expect(scale(stack, 'order', processes)).rejects.toThrow(message)
  })

  it('what is no service is refused', async () => {
    await expect(scale(stack, 'gateway' as never, 2)).rejects.toThrow('gateway is no service')
  })
})
