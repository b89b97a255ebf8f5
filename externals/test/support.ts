import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bistro-externals-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export const processSettings = (dataDir: string) => ({
  host: '127.0.0.1',
  port: 0,
  names: '',
  dataDir,
  logLevel: 'silent',
})

export const eur = (amount: number) => ({ amount, currency: 'EUR' })

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export async function send(url: string, init?: RequestInit): Promise<Answer> {
  const answer = await fetch(url, init)
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

export function post(url: string, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal) {
  const json = { 'content-type': 'application/json', ...headers }
  return send(url, { method: 'POST', headers: json, body: JSON.stringify(body), ...(signal && { signal }) })
}

/** Resolves once `look` finds something; the test's own time-out ends a vain wait. */
export async function eventually<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export interface Webhook {
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  readonly event: {
    readonly eventId: string
    readonly shipmentId: string
    readonly attempt: number
    readonly kind: string
  }
}

/** A receiver of webhooks that answers what `status` says of the first event of a request. */
export async function receiver(status: (webhook: Webhook) => number, port = 0) {
  const received: Webhook[] = []
  const server = createServer(async (request, response) => {
    const raw = Buffer.concat(await request.toArray()).toString()
    const body = JSON.parse(raw)
    const events: Webhook['event'][] = request.url?.endsWith('/batch') ? body.events : [body]
    const webhooks = events.map((event) => ({ headers: request.headers, raw, event }))
    received.push(...webhooks)
    response.writeHead(status(webhooks[0] as Webhook)).end()
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  onTestFinished(close)
  return { received, close, port: address.port, url: `http://127.0.0.1:${address.port}/carrier-events` }
}

/** Starts `src/<name>/main.ts` as a process of its own; killed when the test is over. */
export async function startProcess(name: 'psp' | 'carrier' | 'mail', env: Record<string, string>) {
  const child = launch(name, env)
  const output: string[] = []
  child.stdout?.on('data', (chunk) => output.push(String(chunk)))
  const url = await eventually(() => /Server listening at (http:[^"]+)"/.exec(output.join(''))?.[1])
  await eventually(async () => ((await send(`${url}/health/ready`)).status === 200 ? true : undefined))
  return { url, output, stop: (signal: NodeJS.Signals) => stop(child, signal) }
}

/** Starts a process that is expected to end by itself. */
export async function runProcess(name: 'psp' | 'carrier', env: Record<string, string>) {
  const child = launch(name, env)
  const errors: string[] = []
  child.stderr?.on('data', (chunk) => errors.push(String(chunk)))
  const [code] = await once(child, 'close')
  return { code: code as number | null, errors: errors.join('') }
}

function launch(name: string, env: Record<string, string>): ChildProcess {
  const main = join(import.meta.dirname, '..', 'src', name, 'main.ts')
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exited = once(child, 'exit')
  child.kill(signal)
  const [code] = await exited
  return code as number | null
}
