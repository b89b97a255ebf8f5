import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eur, eventually, post, receiver, runProcess, send, startProcess, temporaryFolder } from './support.ts'

const pspEnv = (dataDir: string, env: Record<string, string> = {}) => ({
  BISTRO_HTTP_PORT: '0',
  BISTRO_EXTERNAL_DATA_DIR: dataDir,
  BISTRO_PSP_SECRET: 'psp-secret',
  BISTRO_PSP_LATENCY_MS: '0',
  ...env,
})

const carrierEnv = (dataDir: string, url: string, env: Record<string, string> = {}) => ({
  BISTRO_HTTP_PORT: '0',
  BISTRO_EXTERNAL_DATA_DIR: dataDir,
  BISTRO_CARRIER_DISPATCH_MS: '0',
  BISTRO_CARRIER_DELIVER_MS: '0',
  BISTRO_CARRIER_WEBHOOK_URL: url,
  BISTRO_CARRIER_WEBHOOK_SECRETS: 'webhook-secret',
  ...env,
})

function charge(url: string, reference: string, cardToken = 'tok_ok') {
  const headers = { authorization: 'Bearer psp-secret', 'idempotency-key': reference }
  return post(`${url}/charges`, { reference, amount: eur(100), cardToken }, headers)
}

const address = { line1: 'Secret Lane 1', city: 'Wien', postcode: '1010', country: 'AT' }

function book(url: string, shipmentId: string) {
  const body = { shipmentId, attempt: 1, address, deliverBy: '2026-12-24' }
  return post(`${url}/bookings`, body, { 'idempotency-key': `${shipmentId}:1` })
}

test('psp killed while it charges: every answer given holds, and each key charges once', async () => {
  const dataDir = await temporaryFolder()
  const first = await startProcess('psp', pspEnv(dataDir))
  const references = Array.from({ length: 400 }, (_, index) => `p${index}`)
  const before = Promise.all(references.map((reference) => charge(first.url, reference).catch(() => undefined)))
  await eventually(() => (first.output.join('').includes('"status":"captured"') ? true : undefined))
  await first.stop('SIGKILL')
  const answered = await before
  const second = await startProcess('psp', pspEnv(dataDir))
  const after = await Promise.all(references.map((reference) => charge(second.url, reference)))
  for (const [index, answer] of answered.entries()) if (answer) expect(after[index]).toEqual(answer)
  for (const reference of references) {
    const { body } = await send(`${second.url}/ledger?reference=${reference}`)
    expect(body).toEqual({ captures: [{ amount: eur(100) }], refunds: [] })
  }
  expect(await charge(second.url, 'p0', 'tok_slow')).toMatchObject({ status: 422 })
  expect(await second.stop('SIGTERM')).toBe(0)
}, 20_000)

test('psp killed after tok_lost_answer and a void: both are remembered', async () => {
  const dataDir = await temporaryFolder()
  const first = await startProcess('psp', pspEnv(dataDir))
  await charge(first.url, 'lost', 'tok_lost_answer').catch(() => undefined)
  const merchant = { authorization: 'Bearer psp-secret', 'idempotency-key': 'gone:void' }
  await post(`${first.url}/voids`, { reference: 'gone' }, merchant)
  await first.stop('SIGKILL')
  const second = await startProcess('psp', pspEnv(dataDir))
  expect((await charge(second.url, 'lost', 'tok_lost_answer')).body).toMatchObject({ status: 'captured' })
  expect((await charge(second.url, 'gone')).body).toEqual({ status: 'voided' })
  expect(second.output.join('')).not.toContain('tok_')
}, 20_000)

test('carrier killed with unsent webhooks: the same events arrive after the restart', async () => {
  const dataDir = await temporaryFolder()
  const deaf = await receiver(() => 503)
  const first = await startProcess('carrier', carrierEnv(dataDir, deaf.url))
  const booked = await Promise.all(Array.from({ length: 50 }, (_, index) => book(first.url, `s${index}`)))
  await eventually(() => (new Set(deaf.received.map(({ event }) => event.eventId)).size === 100 ? true : undefined))
  await first.stop('SIGKILL')
  const ids = new Set(deaf.received.map(({ event }) => event.eventId))
  const hearing = await receiver(() => 204)
  const second = await startProcess('carrier', carrierEnv(dataDir, hearing.url))
  await eventually(() => (hearing.received.length === 100 ? true : undefined))
  expect(new Set(hearing.received.map(({ event }) => event.eventId))).toEqual(ids)
  expect(await book(second.url, 's0')).toEqual(booked[0])
  expect(second.output.join('')).not.toContain(address.line1)
  expect(await second.stop('SIGTERM')).toBe(0)
  const third = await startProcess('carrier', carrierEnv(dataDir, hearing.url))
  await pause(200)
  expect(hearing.received).toHaveLength(100)
  await third.stop('SIGINT')
}, 20_000)

test('carrier killed between steps: due times go on, cancellations hold', async () => {
  const dataDir = await temporaryFolder()
  const shipping = await receiver(() => 204)
  const env = carrierEnv(dataDir, shipping.url, { BISTRO_CARRIER_DISPATCH_MS: '1500' })
  const first = await startProcess('carrier', env)
  await book(first.url, 's1')
  await book(first.url, 's2')
  await post(`${first.url}/cancellations`, { shipmentId: 's2', attempt: 1 })
  await first.stop('SIGKILL')
  await startProcess('carrier', env)
  await eventually(() => (shipping.received.length === 2 ? true : undefined))
  await pause(200)
  expect(shipping.received.map(({ event }) => event.shipmentId)).toEqual(['s1', 's1'])
}, 20_000)

test('a process that cannot start says why and exits with 1', async () => {
  const dataDir = await temporaryFolder()
  expect(await runProcess('psp', {})).toMatchObject({
    code: 1,
    errors: expect.stringContaining('BISTRO_PSP_SECRET is missing'),
  })
  expect(await runProcess('carrier', {})).toMatchObject({ code: 1, errors: expect.stringContaining('WEBHOOK_URL') })
  const running = await startProcess('psp', pspEnv(dataDir))
  const port = new URL(running.url).port
  const second = await runProcess('psp', pspEnv(dataDir, { BISTRO_HTTP_PORT: port }))
  expect(second).toMatchObject({ code: 1, errors: expect.stringMatching(/EADDRINUSE.*set BISTRO_HTTP_PORT/) })
}, 20_000)
