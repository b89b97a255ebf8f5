import { createServer } from 'node:net'
import { PROCESS_NAMES, SERVICES } from '@bistro/client/names'
import { describe, expect, it, vi } from 'vitest'
import {
  assertPortsFree,
  findFreePortBase,
  LOOPBACK,
  parsePortBase,
  portOf,
  smtpPort,
  suggestPortBase,
  takenPorts,
} from '../src/ports.ts'
import { typedCommand } from '../src/typed-command.ts'

describe('parsePortBase', () => {
  it('is 4000 unless told otherwise', () => {
    expect(parsePortBase(undefined)).toBe(4000)
    expect(parsePortBase('')).toBe(4000)
    expect(parsePortBase('5000')).toBe(5000)
  })

  it.each(['80', '65535', '-1', '4000.5', 'abc', '0x1000'])('refuses %s', (text) => {
    expect(() => parsePortBase(text)).toThrow(`Invalid port base '${text}'`)
  })
})

describe('ports that no browser connects to', () => {
  it.each([
    ['6000', 6000, 6001],
    ['4010', 4045, 4046],
    ['6640', 6665, 6698],
  ])('refuses %s', (text, port, instead) => {
    const error = expect.objectContaining({
      message: expect.stringContaining(`Port ${port} is among`),
      next: expect.stringContaining(`BISTRO_PORT_BASE=${instead}`),
    })
    expect(() => parsePortBase(text)).toThrow(error)
  })
})

describe('the ports of a stack', () => {
  it('are those that the domain names', () => {
    const ports = PROCESS_NAMES.map((name) => [name, portOf(name, 4000)])
    const domains: typeof ports = [
      ['postgres-customer', 4011],
      ['postgres-reservation', 4012],
      ['postgres-order', 4013],
      ['postgres-payment', 4014],
      ['postgres-shipping', 4015],
      ['kafka', 4020],
      ['kafka-2', 4023],
      ['kafka-3', 4024],
      ['registry', 4021],
      ['memory', 4020], // in place of the broker
      ['psp', 4030],
      ['carrier', 4031],
      ['mail', 4034],
      ['postgres-gateway', 4010],
      ['gateway', 4000],
      ['customer', 4001],
      ['reservation', 4002],
      ['order', 4003],
      ['payment', 4004],
      ['shipping', 4005],
      ['postgres-notification', 4016],
      ['notification', 4006],
    ]
    expect(ports).toEqual(expect.arrayContaining(domains))
    expect(ports).toHaveLength(domains.length + 2 * (SERVICES.length - 6))
    expect(smtpPort(4000)).toBe(4032)
  })

  it('that are taken are named with their owner and a way out', async () => {
    const base = await findFreePortBase()
    const server = createServer().listen(portOf('kafka', base), LOOPBACK)
    await new Promise((resolve) => server.once('listening', resolve))
    try {
      expect(await takenPorts(base)).toMatchObject([{ name: 'kafka', port: base + 20 }])
      await expect(assertPortsFree(base)).rejects.toMatchObject({
        message: expect.stringMatching(new RegExp(`${base + 20} {2}needed by kafka, in use by .*${process.pid}`)),
        next: expect.stringMatching(/^BISTRO_PORT_BASE=\d+ npm /),
      })
    } finally {
      server.close()
    }
  })
})

describe('the base that is suggested instead', () => {
  const RANGE = 36

  async function taking<Result>(ports: readonly number[], work: () => Promise<Result>): Promise<Result> {
    const servers = await Promise.all(
      ports.map(async (port) => {
        const server = createServer().listen(port, LOOPBACK)
        await new Promise((resolve) => server.once('listening', resolve))
        return server
      }),
    )
    return work().finally(() => servers.forEach((server) => void server.close()))
  }

  it('is apart from the one that is taken, wherever that begins', async () => {
    for (const base of [4000, 4990, 4970, 31_990, 60_000]) {
      const suggested = await suggestPortBase(base)
      expect(Math.abs(suggested - base)).toBeGreaterThan(RANGE)
    }
  })

  it('is never one in whose range another stack has a port, be it one that this stack would not use', async () => {
    const first = await suggestPortBase(4000)
    const second = await taking([first + 36], () => suggestPortBase(4000))
    expect(second).toBeGreaterThan(first)
    const third = await taking([first + 5, second], () => suggestPortBase(4000))
    expect(third).toBeGreaterThan(second)
  })

  it('comes with the command that was typed', () => {
    expect(typedCommand('start')).toBe('npm start')
    expect(typedCommand('demo')).toBe('npm run demo')
    // Without npm there is no name: that of the test run does not count.
    vi.stubEnv('npm_lifecycle_event', undefined)
    expect(typedCommand()).toBe('npm start')
    vi.unstubAllEnvs()
  })
})
