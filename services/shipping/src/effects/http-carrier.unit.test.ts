import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { httpCarrier } from './http-carrier.ts'

let server: Server | undefined
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))))

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const text = Buffer.concat(await request.toArray()).toString()
  return text ? JSON.parse(text) : undefined
}

/** A carrier that always gives the same answer, and what it was asked. */
async function carrier(status: number, answer: string) {
  const seen: object[] = []
  const started = createServer(async (request, response) => {
    const { method, url, headers } = request
    seen.push({ method, url, key: headers['idempotency-key'], body: await bodyOf(request) })
    response.writeHead(status, { 'content-type': 'application/json' }).end(answer)
  })
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const { port } = started.address() as AddressInfo
  return { carrier: httpCarrier(`http://127.0.0.1:${port}`), seen }
}

const parcel = { shipmentId: 's-1', attempt: 2 }
const address = { line1: 'Hauptstr. 1', city: 'Berlin', postcode: '10115', country: 'DE' }

describe('the carrier is asked', () => {
  test('to take a parcel, under a key of the attempt’s own', async () => {
    const asked = await carrier(200, '{"status":"booked","trackingNumber":"T-2"}')
    const booking = { ...parcel, address, deliverBy: '2026-12-23' }
    expect(await asked.carrier.book(booking)).toMatchObject({ status: 'booked' })
    expect(asked.seen).toEqual([{ method: 'POST', url: '/bookings', key: 's-1:2', body: booking }])
  })

  test('to stop it', async () => {
    const asked = await carrier(200, '{"status":"too_late"}')
    expect(await asked.carrier.cancel(parcel)).toEqual({ status: 'too_late' })
    expect(asked.seen).toEqual([{ method: 'POST', url: '/cancellations', key: undefined, body: parcel }])
  })

  test('where it is', async () => {
    const asked = await carrier(200, '{"status":"dispatched","trackingNumber":"T-2"}')
    expect(await asked.carrier.parcel(parcel)).toEqual({ status: 'dispatched', trackingNumber: 'T-2' })
    expect(asked.seen).toEqual([{ method: 'GET', url: '/parcels?shipmentId=s-1&attempt=2', key: undefined }])
  })
})

describe('the call fails, and so is repeated,', () => {
  test.each([
    ['when the carrier is unwell', 500, '{}', 'answers POST /cancellations with 500'],
    ['when the answer is of an unknown kind', 200, '{"status":"maybe"}', 'does not match the expected schema'],
    ['when the answer is no JSON', 200, 'ok', 'JSON'],
  ])('%s', async (_, status, answer, message) => {
    const asked = await carrier(status, answer)
    await expect(asked.carrier.cancel(parcel)).rejects.toThrow(message)
  })

  test.each(['T'.repeat(256), 'T\0', '\ud83d'])('when a tracking number cannot be kept', async (trackingNumber) => {
    const asked = await carrier(200, JSON.stringify({ status: 'delivered', trackingNumber }))
    await expect(asked.carrier.parcel(parcel)).rejects.toEqual(expect.objectContaining({ failure: 'not-understood' }))
  })

  test('when a parcel that has left has no tracking number', async () => {
    const asked = await carrier(200, '{"status":"delivered"}')
    await expect(asked.carrier.parcel(parcel)).rejects.toThrow('does not match the expected schema')
  })

  test('when nobody is there', async () => {
    await expect(httpCarrier('http://127.0.0.1:1').cancel(parcel)).rejects.toThrow(
      /does not answer POST \/cancellations: .*(ECONNREFUSED|bad port)/,
    )
  })
})
