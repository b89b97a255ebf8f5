import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Type from 'typebox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ALL_NETS } from '../../src/faults/index.ts'
import { connectWith } from '../../src/process/faults/connect.ts'

let server: Server
let keys: (string | string[] | undefined)[]
beforeEach(async () => {
  keys = []
  server = createServer(({ headers }, response) => {
    keys.push(headers['idempotency-key'])
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => void server.close().closeAllConnections())

test('a key is the same at each call, unless that net is out; then it is another one each time', async () => {
  const nets = { ...ALL_NETS }
  let fresh = 0
  const connect = connectWith({ nets, freshKey: () => String(++fresh) })
  const call = connect('the provider', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const charge = () =>
    call({ method: 'POST', path: '/charges', headers: { 'idempotency-key': 'p-1' }, body: {} }, Type.Object({}))
  await charge()
  await charge()
  Object.assign(nets, { idempotencyKeys: false })
  await charge()
  await charge()
  await call({ method: 'GET', path: '/parcels' }, Type.Object({}))
  expect(keys).toEqual(['p-1', 'p-1', 'p-1#1', 'p-1#2', undefined])
})
