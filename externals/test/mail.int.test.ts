import nodemailer from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import { createMail } from '../src/mail/index.ts'
import { post, processSettings, send, startProcess, temporaryFolder } from './support.ts'

async function mail() {
  const running = await createMail({ ...processSettings(await temporaryFolder()), smtpPort: 0 })
  onTestFinished(() => running.close())
  return { url: running.url, sendMail: senderTo(running.smtpPort) }
}

function senderTo(port: number) {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port })
  return (messageId: string, to = 'ada@example.com') =>
    transport.sendMail({ messageId, from: 'us@bistro.example', to, subject: 'Grüße', text: 'See http://site/x?a=1' })
}

const received = async (url: string, query = '') => (await send(`${url}/messages${query}`)).body.items

test('a mail that comes twice is one mail; lists are newest first, in pages', async () => {
  const { url, sendMail } = await mail()
  await sendMail('<1@x>')
  await sendMail('<2@x>')
  await sendMail('<1@x>')
  expect(await received(url)).toMatchObject([
    { key: '<2@x>', copies: 1 },
    { key: '<1@x>', way: 'mail', to: 'ada@example.com', subject: 'Grüße', text: 'See http://site/x?a=1\n', copies: 2 },
  ])
  expect((await send(`${url}/messages?limit=1`)).body).toMatchObject({ items: [{ key: '<2@x>' }], next: '<2@x>' })
  expect(await received(url, `?after=${encodeURIComponent('<2@x>')}`)).toMatchObject([{ key: '<1@x>' }])
  expect(await received(url, `?q=${encodeURIComponent('<2@')}`)).toHaveLength(1)
})

test('the recipient decides: no mailbox, later, an answer that is lost', async () => {
  const { url, sendMail } = await mail()
  await expect(sendMail('<1@x>', 'nobody@example.com')).rejects.toMatchObject({ responseCode: 550 })
  for (const _ of [1, 2])
    await expect(sendMail('<2@x>', 'later@example.com')).rejects.toMatchObject({ responseCode: 451 })
  await sendMail('<2@x>', 'later@example.com')
  await expect(sendMail('<3@x>', 'lost-answer@example.com')).rejects.toThrow()
  await sendMail('<3@x>', 'lost-answer@example.com')
  expect(await received(url)).toMatchObject([
    { key: '<3@x>', copies: 2 },
    { key: '<2@x>', copies: 1 },
  ])
})

test('the channel takes a text as Slack does, once for each key', async () => {
  const { url } = await mail()
  const hook = () =>
    fetch(`${url}/webhooks/operators`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k1' },
      body: JSON.stringify({ text: 'A refund is left. Look: http://site/y', username: 'bistro' }),
    })
  expect(await Promise.all([await hook(), await hook()].map((answer) => answer.text()))).toEqual(['ok', 'ok'])
  expect(await received(url)).toMatchObject([{ key: 'k1', way: 'webhook', to: 'operators', copies: 2 }])
  expect((await post(`${url}/webhooks/operators`, {})).status).toBe(400)
})

test('the page shows what came, and nothing of it as markup', async () => {
  const { url } = await mail()
  await post(`${url}/webhooks/operators`, { text: '<script>no</script> http://site/y' }).catch(() => {})
  const page = await (await fetch(url)).text()
  expect(page).toContain('&lt;script&gt;no')
  expect(page).toContain('<a href="http://site/y">')
})

test('killed: what it has taken is there after the restart', async () => {
  const env = {
    ...{ BISTRO_HTTP_PORT: '0', BISTRO_SMTP_PORT: '0' },
    BISTRO_EXTERNAL_DATA_DIR: await temporaryFolder(),
  }
  const first = await startProcess('mail', env)
  const headers = { 'idempotency-key': 'k1' }
  await post(`${first.url}/webhooks/operators`, { text: 'taken' }, headers).catch(() => {})
  await first.stop('SIGKILL')
  const second = await startProcess('mail', env)
  expect(await received(second.url)).toMatchObject([{ key: 'k1', text: 'taken' }])
  expect(await second.stop('SIGTERM')).toBe(0)
})
