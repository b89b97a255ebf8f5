import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { createPsp } from '../src/psp/index.ts'
import { eur, post, processSettings, send, temporaryFolder } from './support.ts'

const SECRET = 'psp-secret'
const MERCHANT = { authorization: `Bearer ${SECRET}` }

async function provider({ latencyMs = 0, slowMs = 200 } = {}) {
  const dataDir = await temporaryFolder()
  const psp = await createPsp({ ...processSettings(dataDir), secret: SECRET, latencyMs, slowMs })
  onTestFinished(() => psp.close())
  return client(psp.url)
}

function client(url: string) {
  const ask = (path: string, key: string, body: object, signal?: AbortSignal) =>
    post(`${url}${path}`, body, { ...MERCHANT, 'idempotency-key': key }, signal)
  return {
    url,
    charge: (reference: string, cardToken: string, amount = 100, signal?: AbortSignal) =>
      ask('/charges', reference, { reference, amount: eur(amount), cardToken }, signal),
    void: (reference: string) => ask('/voids', `${reference}:void`, { reference }),
    refund: (reference: string, amount = 100) =>
      ask('/refunds', `${reference}:refund`, { reference, amount: eur(amount) }),
    ledger: async (reference: string) => (await send(`${url}/ledger?reference=${reference}`)).body,
  }
}

const captured = (count: number) => ({ captures: Array(count).fill({ amount: eur(100) }), refunds: [] })
const seconds = (count: number) => AbortSignal.timeout(count * 1_000)

test('tok_ok: captured once however often and however many ask', async () => {
  const psp = await provider({ latencyMs: 20 })
  const answers = await Promise.all(Array.from({ length: 20 }, () => psp.charge('p1', 'tok_ok')))
  const first = answers[0]
  expect(first).toMatchObject({ status: 200, body: { status: 'captured', providerReference: expect.any(String) } })
  for (const answer of [...answers, await psp.charge('p1', 'tok_ok')]) expect(answer).toEqual(first)
  expect(await psp.ledger('p1')).toEqual(captured(1))
})

test.each(['tok_declined', 'tok_unheard_of'])('%s: declined, and stays so', async (token) => {
  const psp = await provider()
  for (const _ of [1, 2]) expect((await psp.charge('p1', token)).body).toEqual({ status: 'declined' })
  expect((await psp.void('p1')).body).toEqual({ status: 'declined' })
  expect(await psp.ledger('p1')).toEqual(captured(0))
})

test('every answer takes the latency', async () => {
  const psp = await provider({ latencyMs: 60 })
  for (const ask of [() => psp.charge('p1', 'tok_ok'), () => psp.void('p1'), () => psp.refund('p1')]) {
    const start = performance.now()
    await ask()
    expect(performance.now() - start).toBeGreaterThanOrEqual(55)
  }
})

test('tok_slow: charges though its caller has gone; asked again, answers when the first is decided', async () => {
  const psp = await provider({ slowMs: 1_000 })
  const start = performance.now()
  await expect(psp.charge('p1', 'tok_slow', 100, AbortSignal.timeout(800))).rejects.toThrow()
  expect((await psp.charge('p1', 'tok_slow')).body).toMatchObject({ status: 'captured' })
  expect(performance.now() - start).toBeLessThan(1_600)
  expect(await psp.ledger('p1')).toEqual(captured(1))
})

test('tok_lost_answer: the first answer is lost, the second tells of the charge', async () => {
  const psp = await provider()
  await expect(psp.charge('p1', 'tok_lost_answer')).rejects.toThrow('fetch failed')
  expect(await psp.ledger('p1')).toEqual(captured(1))
  expect((await psp.charge('p1', 'tok_lost_answer')).body).toMatchObject({ status: 'captured' })
  expect(await psp.ledger('p1')).toEqual(captured(1))
})

test('tok_unreachable: three times 503 per key, then approved', async () => {
  const psp = await provider()
  for (const reference of ['p1', 'p2']) {
    for (const _ of [1, 2, 3]) expect(await psp.charge(reference, 'tok_unreachable')).toMatchObject({ status: 503 })
    expect(await psp.ledger(reference)).toEqual(captured(0))
    expect((await psp.charge(reference, 'tok_unreachable')).body).toMatchObject({ status: 'captured' })
    expect(await psp.ledger(reference)).toEqual(captured(1))
  }
})

test.each([
  ['tok_never', 0, 'voided'],
  ['tok_charged_silently', 1, 'captured'],
] as const)('%s: never answers, charges %i times, a void says %s', async (token, charges, answer) => {
  const psp = await provider()
  for (const _ of [1, 2]) await expect(psp.charge('p1', token, 100, seconds(0.2))).rejects.toThrow()
  expect(await psp.ledger('p1')).toEqual(captured(charges))
  expect((await psp.void('p1')).body).toEqual({ status: answer })
  expect(await psp.ledger('p1')).toEqual(captured(charges))
})

test('stopping drops connections that wait, and sleeping charges are told to come back', async () => {
  const settings = { ...processSettings(await temporaryFolder()), secret: SECRET, latencyMs: 0, slowMs: 60_000 }
  const psp = await createPsp(settings)
  const silent = client(psp.url)
    .charge('p1', 'tok_never')
    .catch((error: Error) => error.message)
  const sleeping = client(psp.url).charge('p2', 'tok_slow')
  await client(psp.url).charge('p3', 'tok_ok')
  await psp.close()
  expect(await silent).toBe('fetch failed')
  expect(await sleeping).toMatchObject({ status: 503, body: { type: 'urn:bistro:problem:shutting-down' } })
})

test('a void beats a charge that is still being worked on, for ever', async () => {
  const psp = await provider({ slowMs: 500 })
  const inFlight = psp.charge('p1', 'tok_slow')
  await new Promise((resolve) => setTimeout(resolve, 50))
  for (const _ of [1, 2]) expect((await psp.void('p1')).body).toEqual({ status: 'voided' })
  expect((await inFlight).body).toEqual({ status: 'voided' })
  expect((await psp.charge('p1', 'tok_slow')).body).toEqual({ status: 'voided' })
  expect((await psp.void('p2')).body).toEqual({ status: 'voided' })
  expect((await psp.charge('p2', 'tok_ok')).body).toEqual({ status: 'voided' })
  for (const reference of ['p1', 'p2']) expect(await psp.ledger(reference)).toEqual(captured(0))
})

test('refunds: once per key, never more than was captured', async () => {
  const psp = await provider()
  expect((await psp.refund('p1')).body).toEqual({ status: 'refused' })
  await psp.charge('p1', 'tok_ok')
  expect((await psp.void('p1')).body).toEqual({ status: 'captured' })
  expect((await psp.refund('p1', 101)).body).toEqual({ status: 'refused' })
  const answers = await Promise.all([1, 2, 3].map(() => psp.refund('p1')))
  for (const { body } of answers) expect(body).toEqual({ status: 'refunded' })
  expect(await psp.ledger('p1')).toEqual({ captures: [{ amount: eur(100) }], refunds: [{ amount: eur(100) }] })
})

test('tok_refund_retry: refused twice, then done; tok_refund_never: refused', async () => {
  const psp = await provider()
  for (const token of ['tok_refund_retry', 'tok_refund_never']) {
    await psp.charge(token, token)
    for (const _ of [1, 2]) expect((await psp.refund(token)).body).toEqual({ status: 'refused' })
  }
  expect((await psp.refund('tok_refund_retry')).body).toEqual({ status: 'refunded' })
  expect((await psp.refund('tok_refund_never')).body).toEqual({ status: 'refused' })
})

test('a key stands for one request', async () => {
  const psp = await provider()
  const reused = { status: 422, body: { type: 'urn:bistro:problem:idempotency-key-reused' } }
  await psp.charge('p1', 'tok_ok')
  expect(await psp.charge('p1', 'tok_ok', 101)).toMatchObject(reused)
  expect(await psp.charge('p1', 'tok_slow')).toMatchObject(reused)
  await psp.refund('p1')
  expect(await psp.refund('p1', 99)).toMatchObject(reused)
  await psp.void('p1')
  const body = { reference: 'p2' }
  expect(await post(`${psp.url}/voids`, body, { ...MERCHANT, 'idempotency-key': 'p1:void' })).toMatchObject(reused)
})

test('what is wrong with a request is said as problem+json', async () => {
  const { url } = await provider()
  const key = { 'idempotency-key': 'k' }
  const good = { reference: 'p1', amount: eur(1), cardToken: 'tok_ok' }
  const invalid = (path: string) => ({ status: 400, body: { errors: [expect.objectContaining({ path })] } })
  const charge = (body: unknown, headers: Record<string, string> = { ...MERCHANT, ...key }) =>
    post(`${url}/charges`, body, headers)
  expect(await charge(good, key)).toMatchObject({ status: 401 })
  expect(await charge(good, { ...key, authorization: 'Bearer x' })).toMatchObject({ status: 401 })
  expect(await charge(good, MERCHANT)).toMatchObject({
    status: 400,
    body: { type: 'urn:bistro:problem:idempotency-key-required' },
  })
  expect(await charge({ ...good, more: 1 })).toMatchObject(invalid('/more'))
  expect(await charge({ ...good, amount: { amount: '1', currency: 'EUR' } })).toMatchObject(invalid('/amount/amount'))
  expect(await charge({ reference: 'p1', amount: eur(1) })).toMatchObject(invalid('/cardToken'))
  expect(await send(`${url}/ledger`)).toMatchObject(invalid('/querystring/reference'))
  expect(await send(`${url}/ledger?reference=p1`)).toMatchObject({ status: 200, body: captured(0) })
  expect(await send(`${url}/nothing`)).toMatchObject({
    status: 404,
    body: { type: 'urn:bistro:problem:unknown-route' },
  })
  const raw = (body: string | Buffer<ArrayBuffer>, type: string) =>
    send(`${url}/voids`, { method: 'POST', body, headers: { ...MERCHANT, ...key, 'content-type': type } })
  expect(await raw('{', 'application/json')).toMatchObject({ status: 400, body: { title: 'invalid request' } })
  const noUtf8 = Buffer.concat([Buffer.from('{"reference":"p'), Buffer.from([0xff]), Buffer.from('"}')])
  expect(await raw(noUtf8, 'application/json')).toMatchObject({
    status: 400,
    body: { errors: [{ message: 'must be UTF-8' }] },
  })
  expect(await raw('x', 'text/plain')).toMatchObject({ status: 415 })
  expect(await raw(`"${'x'.repeat(70_000)}"`, 'application/json')).toMatchObject({ status: 413 })
})

test('no page of another site makes it do anything, under whatever name it is found', async () => {
  const { url } = await provider()
  const refusal = (status: number, slug: string) => ({ status, body: { type: `urn:bistro:problem:${slug}` } })
  const answerTo = (headers: Record<string, string>, method: string) =>
    new Promise((resolve, reject) => {
      const sent = request(`${url}/voids`, { method, headers }, async (response) =>
        resolve({ status: response.statusCode, body: JSON.parse(Buffer.concat(await response.toArray()).toString()) }),
      )
      sent.on('error', reject).end()
    })
  expect(await answerTo({ host: 'evil.example' }, 'GET')).toMatchObject(refusal(421, 'unknown-host'))
  expect(await answerTo({ host: 'psp:4030' }, 'GET')).toMatchObject(refusal(404, 'unknown-route'))
  for (const [name, value] of [
    ['sec-fetch-site', 'cross-site'],
    ['origin', 'http://evil.example'],
  ] as const)
    expect(await answerTo({ ...MERCHANT, [name]: value }, 'POST')).toMatchObject(refusal(403, 'cross-site'))
  expect(await answerTo(MERCHANT, 'POST')).toMatchObject({ status: 400 })
})
