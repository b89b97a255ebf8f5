import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ControlAnswer, ControlRequest } from '@bistro/client/control'
import { expect, test } from 'vitest'
import { addPartitions } from '../../src/stack/add-partitions.ts'
import { processes } from '../../src/stack/processes.ts'
import { OPERATOR, openTestGateway } from '../gateway.ts'

const PARTS = [processes, addPartitions]
const RUNNING = [
  { name: 'payment', state: 'running', sinceMs: 0, address: '' },
  { name: 'order', state: 'died', sinceMs: 0, address: '' },
] as const

/** A stack's control socket; an answer of undefined never comes. */
async function openSocket(answer: (request: ControlRequest) => ControlAnswer | undefined) {
  const path = join(tmpdir(), `gateway-test-${process.pid}-${Math.random().toString(36).slice(2)}.sock`)
  const asked: ControlRequest[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    createInterface(socket).once('line', (line) => {
      const request = JSON.parse(line) as ControlRequest
      asked.push(request)
      const answered = answer(request)
      if (answered) socket.end(`${JSON.stringify(answered)}\n`)
    })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    asked,
    env: { BISTRO_CONTROL_SOCKET: path },
    [Symbol.asyncDispose]: async () => {
      server.close()
      rmSync(path, { force: true })
    },
  }
}

const fine = (): ControlAnswer => ({ ok: true, processes: RUNNING })

async function ask(url: string, method = 'GET', body?: object, token = OPERATOR) {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) })
  const answer = (await response.json()) as { type?: string; detail?: string }
  return { status: response.status, slug: answer.type?.split('/').at(-1), answer }
}

test('The processes of the stack are listed to everybody', async () => {
  await using socket = await openSocket(fine)
  await using gateway = await openTestGateway(PARTS, socket.env)
  expect((await ask(`${gateway.url}/api/processes`, 'GET', undefined, '')).answer).toEqual({
    reachable: true,
    items: [
      { name: 'payment', running: true },
      { name: 'order', running: false },
    ],
  })
})

test.each(['', '/nowhere/saga-bistro.sock'])(
  "Where no stack is within reach ('%s'), the list says so and actions are refused",
  async (path) => {
    await using gateway = await openTestGateway(PARTS, { BISTRO_CONTROL_SOCKET: path })
    expect((await ask(`${gateway.url}/api/processes`)).answer).toEqual({ reachable: false, items: [] })
    for (const name of ['payment', 'gateway'])
      expect(await ask(`${gateway.url}/api/processes/${name}/kill`, 'POST')).toMatchObject({
        status: 409,
        slug: 'not-this-machine',
      })
    expect(await ask(`${gateway.url}/api/partitions/bistro.order.v1`, 'POST', { partitions: 8 })).toMatchObject({
      status: 409,
      slug: 'not-this-machine',
    })
  },
)

test('An operator acts on a process and adds partitions; nobody else does', async () => {
  await using socket = await openSocket(fine)
  await using gateway = await openTestGateway(PARTS, socket.env)
  for (const path of ['/api/processes/payment/kill', '/api/partitions/bistro.order.v1'])
    expect((await ask(`${gateway.url}${path}`, 'POST', undefined, 'wrong-token')).status).toBe(401)
  expect(socket.asked).toEqual([])
  expect((await ask(`${gateway.url}/api/processes/payment/kill`, 'POST')).status).toBe(202)
  expect((await ask(`${gateway.url}/api/partitions/bistro.order.v1`, 'POST', { partitions: 8 })).status).toBe(202)
  expect(socket.asked).toEqual([
    { action: 'kill', name: 'payment' },
    { action: 'partition', topic: 'bistro.order.v1', partitions: 8 },
  ])
})

test('What the stack refuses, and what there is not, is a problem', async () => {
  await using socket = await openSocket(() => ({ ok: false, message: 'payment is not running.' }))
  await using gateway = await openTestGateway(PARTS, socket.env)
  expect(await ask(`${gateway.url}/api/processes/payment/stop`, 'POST')).toMatchObject({
    status: 409,
    slug: 'not-possible',
    answer: { detail: 'payment is not running.' },
  })
  expect(await ask(`${gateway.url}/api/processes/waiter/stop`, 'POST')).toMatchObject({ slug: 'unknown-process' })
  expect(await ask(`${gateway.url}/api/processes/payment/tickle`, 'POST')).toMatchObject({ slug: 'invalid-request' })
  expect(await ask(`${gateway.url}/api/partitions/menu`, 'POST', { partitions: 8 })).toMatchObject({
    slug: 'unknown-topic',
  })
  expect(await ask(`${gateway.url}/api/partitions/bistro.order.v1`, 'POST', { partitions: 65 })).toMatchObject({
    slug: 'invalid-request',
  })
})

test('A gateway that is asked to stop itself does not wait for its own end', async () => {
  await using socket = await openSocket(({ action }) => (action === 'status' ? fine() : undefined))
  await using gateway = await openTestGateway(PARTS, socket.env)
  const sinceMs = performance.now()
  expect((await ask(`${gateway.url}/api/processes/gateway/stop`, 'POST')).status).toBe(202)
  expect(performance.now() - sinceMs).toBeLessThan(2_000)
  await expect.poll(() => socket.asked).toEqual([{ action: 'status' }, { action: 'stop', name: 'gateway' }])
})
