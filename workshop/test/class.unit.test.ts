import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@bistro/stack'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ClassReport, Row } from '../src/class/board.ts'
import { reportOf } from '../src/class/report.ts'
import { openClass } from '../src/class/server.ts'
import { type ClassTicket, parseClass, tellClass } from '../src/index.ts'

const MINUTE_MS = 60_000
const folder = mkdtempSync(join(tmpdir(), 'bistro-class-'))
const titles = new Map([
  [1, 'Follow one saga'],
  [2, 'The vanished event'],
])
let page: Awaited<ReturnType<typeof openClass>>
let address: string

beforeEach(async () => {
  const port = await freePort()
  page = await openClass({ folder, port, titles })
  address = `http://127.0.0.1:${port}`
})

afterEach(async () => {
  await page.close()
  rmSync(folder, { recursive: true, force: true })
})

const send = (report: object, key = page.key): Promise<Response> =>
  fetch(`${address}/reports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(report),
  })

async function rows(): Promise<readonly (Row & { readonly title: string })[]> {
  const response = await fetch(`${address}/learners`, { headers: { authorization: `Bearer ${page.key}` } })
  return ((await response.json()) as { items: (Row & { title: string })[] }).items
}

const ada: ClassReport = { seat: randomUUID(), name: 'Ada', lab: 1, hints: 0, result: 'begun', elapsedSeconds: 0 }

test('twenty learners appear by name, each with lab, minutes, hints and result', async () => {
  const learners = Array.from({ length: 20 }, (_, index) => `Learner ${String(index + 1).padStart(2, '0')}`)
  await Promise.all(
    learners.map(async (name, index) => {
      const mine = { seat: randomUUID(), name, lab: 1, hints: 0, elapsedSeconds: 60 }
      await send({ ...mine, result: 'begun' })
      await send({ ...mine, result: 'wrong', hints: index % 4, elapsedSeconds: 120 })
      await send({ ...mine, result: 'right', hints: index % 4, elapsedSeconds: 600 + index })
      if (index >= 10) await send({ ...mine, lab: 2, result: 'could not check', hints: 1, elapsedSeconds: 180 })
    }),
  )
  const found = await rows()
  expect(found.map(({ name }) => name)).toEqual(learners)
  for (const [index, row] of found.entries())
    expect(row).toMatchObject(
      index < 10
        ? { lab: 1, title: 'Follow one saga', seconds: 600 + index, hints: index % 4, result: 'right', done: 1 }
        : { lab: 2, title: 'The vanished event', hints: 1, result: 'could not check', done: 1 },
    )
  expect(found.at(-1)?.seconds).toBeGreaterThanOrEqual(180)
})

test('a lab that was done stays done, and two learners of one name are two', async () => {
  await send({ ...ada, result: 'right', elapsedSeconds: 300 })
  await send({ ...ada, result: 'wrong', elapsedSeconds: 300 })
  await send({ ...ada, seat: randomUUID() })
  expect((await rows()).map(({ name, done, result }) => [name, done, result])).toEqual([
    ['Ada', 1, 'wrong'],
    ['Ada', 0, 'begun'],
  ])
})

test('what does not carry the key of the class is refused, and so is what it does not ask for', async () => {
  expect((await send(ada, 'another')).status).toBe(401)
  expect((await fetch(`${address}/learners`)).status).toBe(401)
  expect((await send({ ...ada, email: 'ada@example.com' })).status).toBe(400)
  expect((await send({ ...ada, name: 'A\u202eda' })).status).toBe(400)
  expect(await rows()).toEqual([])
  const html = await fetch(`${address}/`)
  expect(html.status).toBe(200)
  expect(await html.text()).not.toContain(page.key)
})

test('key and progress outlive a restart of the page', async () => {
  await send({ ...ada, result: 'right', elapsedSeconds: 90 })
  const { key, port } = page
  await page.close()
  page = await openClass({ folder, port, titles })
  expect(page.key).toBe(key)
  expect(await rows()).toMatchObject([{ name: 'Ada', result: 'right', seconds: 90 }])
})

test('a report is sent by a process of its own; a class that is not there delays nobody', async () => {
  const ticket: ClassTicket = { address, key: page.key, name: 'Ada', seat: ada.seat }
  const startedMs = performance.now()
  tellClass({ ...ticket, address: 'http://192.0.2.1:9' }, 1, {})
  tellClass(ticket, 2, { startedAt: new Date(Date.now() - 5 * MINUTE_MS).toISOString(), hints: 2 })
  expect(performance.now() - startedMs).toBeLessThan(1_000)
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ name: 'Ada', lab: 2, hints: 2 }]), 10_000)
  expect((await rows())[0]?.seconds).toBeGreaterThanOrEqual(300)
})

test('the time of a lab that is done is what it took', () => {
  const startedAt = '2026-01-01T10:00:00.000Z'
  const progress = { startedAt, doneAt: '2026-01-01T10:20:00.000Z' }
  const ticket = { address, key: 'k', name: 'Ada', seat: ada.seat }
  expect(reportOf(ticket, 1, progress, Date.parse('2026-01-01T12:00:00.000Z')).elapsedSeconds).toBe(1_200)
})

test.each([
  ['http://10.0.0.5:4036#Key_1', { address: 'http://10.0.0.5:4036', key: 'Key_1' }],
  ['http://10.0.0.5:4036/#Key_1', { address: 'http://10.0.0.5:4036', key: 'Key_1' }],
  ['http://10.0.0.5:4036', undefined],
  ['10.0.0.5:4036#Key_1', undefined],
])('%s', (text, expected) => expect(parseClass(text)).toEqual(expected))
