import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readCarrierSettings, readMailSettings, readPspSettings } from './settings.ts'

test('the defaults are for a person watching', () => {
  const psp = readPspSettings({ BISTRO_EXTERNAL_DATA_DIR: '/data', BISTRO_PSP_SECRET: 's' })
  expect(psp).toEqual({
    ...{ host: '127.0.0.1', port: 4030, names: '', dataDir: '/data', logLevel: 'info' },
    ...{ secret: 's', latencyMs: 300, slowMs: 5_000 },
  })
  const carrier = readCarrierSettings({
    BISTRO_EXTERNAL_DATA_DIR: '/data',
    BISTRO_CARRIER_WEBHOOK_URL: 'http://127.0.0.1:4005/carrier-events',
    BISTRO_CARRIER_WEBHOOK_SECRETS: 'new, old',
  })
  expect(readMailSettings({ BISTRO_EXTERNAL_DATA_DIR: '/data' })).toMatchObject({ port: 4034, smtpPort: 4032 })
  expect(carrier).toMatchObject({ port: 4031, dispatchMs: 3_000, deliverMs: 3_000, webhookSecrets: ['new', 'old'] })
})

test('all faults are told at once, secrets never', () => {
  const env = {
    BISTRO_HTTP_PORT: '70000',
    BISTRO_LOG_LEVEL: 'loud',
    BISTRO_CARRIER_DISPATCH_MS: '-1',
    BISTRO_CARRIER_DELIVER_MS: '1.5',
    BISTRO_CARRIER_WEBHOOK_URL: 'ftp://somewhere',
    BISTRO_CARRIER_WEBHOOK_SECRETS: 'hush,',
  }
  expect(() => readCarrierSettings(env)).toThrow(
    /BISTRO_HTTP_PORT.*EXTERNAL_DATA_DIR.*LOG_LEVEL.*DISPATCH_MS.*DELIVER_MS.*WEBHOOK_URL.*WEBHOOK_SECRETS/s,
  )
  expect(() => readCarrierSettings(env)).not.toThrow(/hush/)
  expect(() => readPspSettings({})).toThrow(/BISTRO_EXTERNAL_DATA_DIR is missing.*BISTRO_PSP_SECRET is missing/s)
})

test('secrets may stand in files, and not in both places', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bistro-externals-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'secrets')
  writeFileSync(file, 'new, old\n')
  const env = { BISTRO_EXTERNAL_DATA_DIR: '/data', BISTRO_CARRIER_WEBHOOK_URL: 'http://127.0.0.1:4005/carrier-events' }
  expect(readPspSettings({ ...env, BISTRO_PSP_SECRET_FILE: file }).secret).toBe('new, old')
  const carrier = readCarrierSettings({ ...env, BISTRO_CARRIER_WEBHOOK_SECRETS_FILE: file })
  expect(carrier.webhookSecrets).toEqual(['new', 'old'])
  const both = { ...env, BISTRO_PSP_SECRET: 'hush', BISTRO_PSP_SECRET_FILE: file }
  expect(() => readPspSettings(both)).toThrow(/are both set(?!.*hush)/)
  expect(() => readPspSettings({ ...env, BISTRO_PSP_SECRET_FILE: folder })).toThrow('cannot be read')
})
