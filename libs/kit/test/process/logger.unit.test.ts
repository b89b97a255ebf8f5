import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** Logs in a process of its own, as the logger writes to stdout. */
function logged(fields: string): Record<string, unknown> {
  const script = `import { createLogger } from './libs/kit/src/process/logger.ts'; createLogger('payment', 'info').info(${fields}, 'said')`
  const root = new URL('../../../../', import.meta.url)
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' }),
  )
}

test('secrets and addresses are hidden by name, however deep they lie', () => {
  const line = logged(
    `{ saga: 's-1', cardToken: 'tok_ok', command: { amount: 1, address: { line1: 'x' }, deep: { password: 'p' } } }`,
  )
  expect(line).toMatchObject({
    service: 'payment',
    saga: 's-1',
    cardToken: '[Redacted]',
    command: { amount: 1, address: '[Redacted]', deep: { password: '[Redacted]' } },
  })
})

test('what is too deep to be looked at is hidden, too', () =>
  expect(logged(`{ a: { b: { c: { password: 'p' } } } }`)).toMatchObject({ a: { b: { c: '[Redacted]' } } }))

test('so are those in lists, which stay lists', () =>
  expect(logged(`{ guests: [{ id: 'g-1', email: 'a@b' }] }`)).toMatchObject({
    guests: [{ id: 'g-1', email: '[Redacted]' }],
  }))

test('errors keep their message and cause', () =>
  expect(logged(`{ err: new Error('away', { cause: new Error('refused') }) }`)).toMatchObject({
    err: { message: expect.stringContaining('away') },
  }))
