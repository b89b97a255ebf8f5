import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { smtpMail } from './smtp-mail.ts'

let server: Server | undefined
afterEach(() => void server?.close())

const sending = {
  key: '01a00000-0000-7000-8000-000000000001',
  to: 'ada@example.org',
  subject: 'Hello',
  text: 'Dear Ada',
}

/** A mail server that answers the recipient so, and what it was sent. */
async function mailServer(toRecipient: string) {
  const lines: string[] = []
  server = createServer((socket) => talk(socket, toRecipient, lines)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server?.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return { lines, send: smtpMail({ url: `smtp://127.0.0.1:${port}`, from: 'Bistro <us@bistro.example>' }) }
}

function talk(socket: Socket, toRecipient: string, lines: string[]): void {
  const say = (text: string) => socket.write(`${text}\r\n`)
  let isData = false
  socket.on('error', () => {})
  say('220 here')
  socket.on('data', (chunk) => {
    for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
      lines.push(line)
      if (isData && line !== '.') continue
      isData = line === 'DATA'
      if (line.startsWith('RCPT')) say(toRecipient)
      else say(line === 'DATA' ? '354 go on' : '250 ok')
    }
  })
}

test('a mail has the Message-ID of its event', async () => {
  const { lines, send } = await mailServer('250 ok')
  expect(await send(sending)).toEqual({ status: 'sent' })
  expect(lines).toContain(`Message-ID: <${sending.key}@bistro.example>`)
  expect(lines).toEqual(expect.arrayContaining(['To: ada@example.org', 'Subject: Hello', 'Dear Ada']))
})

test('a recipient who is not there is refused for good', async () => {
  const { send } = await mailServer('550 nobody of that name')
  await expect(send(sending)).rejects.toMatchObject({ code: 'call-refused', status: 550 })
})

test('a server that wants it later gets it later', async () => {
  const { send } = await mailServer('451 come again')
  await expect(send(sending)).rejects.toMatchObject({ code: 'call-failed', failure: 'away' })
})

test('nobody there: it is tried again', async () => {
  await expect(smtpMail({ url: 'smtp://127.0.0.1:1', from: 'us@bistro.example' })(sending)).rejects.toMatchObject({
    code: 'call-failed',
    failure: 'away',
  })
})
