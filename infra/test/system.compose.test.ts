import { ENDINGS } from '@bistro/client'
import { owners, topics } from '@bistro/events'
import { PROGRAMS } from '@bistro/services'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settings, textOf } from './compose-files.ts'
import {
  compose,
  containerOf,
  docker,
  namesOfRunning,
  portOf,
  resources,
  settledAudit,
  tryCompose,
  untilSaid,
} from './system.ts'

const MAX_ADDED_BYTES = 120_000_000
const MAX_REST_MEBIBYTES = 3 * 1024
const SETTLED_TIMEOUT_MS = 90_000
const START_TIMEOUT_MS = 60_000
/** By then every reservation of the demo is made, and most are far from their ends. */
const MID_SAGA = '422 unknown-kit'

const AT_REST = 20
const IP_ADDRESS = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
const CUSTOMERS = `http://127.0.0.1:${portOf('01')}/customers`
const JSON_BODY = { 'content-type': 'application/json' }
const ADDRESS = { line1: '12 rue de la Paix', city: 'Paris', postcode: '75002', country: 'FR' }

let shown = ''

beforeAll(() => {
  compose('down', '--volumes', '--remove-orphans')
  compose('build')
  shown = compose('up', '--no-color')
})

afterAll(() => {
  compose('down', '--volumes', '--remove-orphans')
})

describe('docker compose up', () => {
  it('ends with a table of every ending, all as they should be', () => {
    const rows = shown.split('\n').filter((line) => /^demo-1 .* (yes|NO)$/.test(line.trim()))
    expect(rows).toHaveLength(ENDINGS.length)
    for (const row of rows) expect(row.trim()).toMatch(/yes$/)
    const numbers = rows.map((row) => Number(/\| +(\d+)/.exec(row)?.[1]))
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  })

  it('says from the start whom it waits for, and since when', () => {
    const [before = ''] = shown.split('Playing')
    expect(before).toContain('The system is starting')
    expect(before).toMatch(/reservation.* have not been up for \d+ s, waiting/)
    expect(before).toMatch(/kafka is up after \d+\.\d s/)
  })

  it('tells what to type next for this very project', () => {
    expect(shown).toContain('docker compose -p saga-bistro-test run --rm audit')
    expect(shown).toContain('docker compose -p saga-bistro-test down -v --remove-orphans')
  })

  it('tells the address of the console, which comes with the operator signed in', async () => {
    const console = `http://127.0.0.1:${portOf('00')}/`
    expect(shown).toContain(`${console}#operator=${settings.OPERATOR_TOKEN}`)
    const page = await (await fetch(console)).text()
    expect(page).toContain('<title>Where is my saga?</title>')
    const script = /src="\/(assets\/[^"]+)"/.exec(page)?.[1]
    expect((await fetch(`${console}${script}`)).headers.get('content-type')).toMatch(/javascript/)
  })

  it('tells at the invariants, which the gateway cannot check, why and what to type', async () => {
    const overview = await (await fetch(`http://127.0.0.1:${portOf('00')}/api/overview`)).json()
    const { invariants } = overview as { invariants: { problem?: string; check?: string } }
    expect(invariants.problem).toContain('has no login')
    expect(invariants.check).toBe('docker compose -p saga-bistro-test run --rm audit')
  })

  it('says nothing that a newcomer would worry about', () => {
    expect(shown).not.toMatch(/error(?!\w)|warn|fatal|exception/i)
  })

  it('leaves a system that every invariant holds for', async () => {
    expect(await settledAudit(SETTLED_TIMEOUT_MS)).toContain('No violation.')
  })

  it('takes less than 3 GiB at rest', () => {
    const names = namesOfRunning()
    const used = docker('stats', '--no-stream', '--format', '{{.MemUsage}}', ...names).split('\n')
    expect(used).toHaveLength(names.length)
    const sum = used.reduce((total, text) => total + Number.parseFloat(text), 0)
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThan(MAX_REST_MEBIBYTES)
  })
})

describe('the image', () => {
  it('adds less than 120 MB to its base', () => {
    const base = /^ARG NODE_IMAGE=(.*)$/m.exec(textOf('Dockerfile'))?.[1] ?? ''
    const sizeOf = (image: string): number => Number(docker('image', 'inspect', '--format', '{{.Size}}', image))
    expect(sizeOf('saga-bistro') - sizeOf(base)).toBeLessThan(MAX_ADDED_BYTES)
  })

  it('is run by nobody with a capability', () => {
    const running = namesOfRunning()
    expect(running).toHaveLength(AT_REST)
    for (const name of running) {
      const status = docker('exec', name, 'cat', '/proc/1/status')
      expect(status, name).toMatch(/^CapEff:\t0+$/m)
      expect(status, name).toMatch(/^CapBnd:\t0+$/m)
      expect(status, name).toMatch(/^Uid:\t[1-9]/m)
      expect(status, name).toMatch(/^NoNewPrivs:\t1$/m)
    }
  })
})

describe('a service', () => {
  it.each(PROGRAMS)('%s reaches its own database and no other', (service) => {
    const attempts = PROGRAMS.map((owner) => {
      const address = docker('inspect', '--format', IP_ADDRESS, containerOf(`postgres-${owner}`))
      return `(timeout 1 bash -c '</dev/tcp/${address}/5432' && echo ${owner}) &`
    })
    const { output } = tryCompose('exec', '-T', service, 'bash', '-c', `${attempts.join(' ')} wait`)
    const reached = PROGRAMS.filter((owner) => output.split('\n').includes(owner))
    expect(reached).toEqual([service])
  })

  it.each(PROGRAMS)('%s may not write to the topic of another', async (service) => {
    const password = settings[`KAFKA_${service.toUpperCase()}_PASSWORD`] ?? ''
    const producer = new Kafka({
      brokers: [`127.0.0.1:${portOf('20')}`],
      sasl: { mechanism: 'scram-sha-512', username: service, password },
      retry: { retries: 0 },
      logLevel: logLevel.NOTHING,
    }).producer({ allowAutoTopicCreation: false })
    await producer.connect()
    try {
      for (const other of owners.filter((name) => name !== service))
        await expect(producer.send({ topic: topics[other], messages: [{ value: 'forged' }] })).rejects.toThrow(
          /not authorized|unauthorized/i,
        )
    } finally {
      await producer.disconnect()
    }
  })
})

describe('a kill in the middle of many sagas', () => {
  it.each(['order', 'postgres-payment', 'kafka'])('of %s costs nothing once it is up again', async (victim) => {
    compose('up', '--detach')
    await untilSaid('demo', MID_SAGA, START_TIMEOUT_MS)
    compose('kill', '--signal', 'KILL', victim)
    compose('up', '--detach')
    expect(await settledAudit(SETTLED_TIMEOUT_MS)).toContain('No violation.')
  })
})

describe('the data', () => {
  it('outlives the containers', async () => {
    const body = { name: 'Ada', email: 'a@example.com', address: ADDRESS, creditLimit: { amount: 1, currency: 'EUR' } }
    const made = await fetch(`${CUSTOMERS}`, { method: 'POST', body: JSON.stringify(body), headers: JSON_BODY })
    const { customerId } = (await made.json()) as { customerId: string }
    compose('down')
    compose('up', '--detach', '--wait', 'customer')
    const found = await fetch(`${CUSTOMERS}/${customerId}`)
    expect(await found.json()).toMatchObject({ customerId, name: 'Ada' })
  })

  it('is gone with down -v, and everything else too, what run has left behind included', () => {
    for (const job of ['demo', 'audit']) compose('run', '--detach', '--no-deps', job)
    compose('down', '--volumes', '--remove-orphans')
    expect(resources()).toEqual([])
  })
})
