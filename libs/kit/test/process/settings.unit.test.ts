import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Type from 'typebox'
import { expect, onTestFinished, test } from 'vitest'
import { KafkaSettings, readSettings, ServiceSettings, SettingsError } from '../../src/process/settings.ts'

const Settings = Type.Object({
  ...ServiceSettings.properties,
  BISTRO_PSP_URL: Type.String({ format: 'uri' }),
  BISTRO_PSP_SECRET: Type.String({ minLength: 8, secret: true }),
  BISTRO_DEADLINE_MS: Type.Integer({ minimum: 1, default: 8_000 }),
})

const good = {
  BISTRO_HTTP_PORT: '4004',
  BISTRO_POSTGRES_URL: 'postgres://u:p@127.0.0.1:4014/bistro',
  BISTRO_OPERATOR_TOKEN: 'long enough',
  BISTRO_PSP_URL: 'http://127.0.0.1:4030',
  BISTRO_PSP_SECRET: 'long enough',
}

const faultsOf = (env: Record<string, string>): string[] => {
  try {
    readSettings(Settings, env)
    return []
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return error.message.split('\n').slice(1)
  }
}

test('numbers are read from text, defaults are filled in', () => {
  expect(readSettings(Settings, good)).toEqual({
    ...good,
    BISTRO_FAULTS: 'off',
    BISTRO_FAULTS_FILE: '',
    BISTRO_HTTP_HOST: '127.0.0.1',
    BISTRO_HTTP_NAMES: '',
    BISTRO_HTTP_PORT: 4004,
    BISTRO_PUBLISH: 'v1',
    BISTRO_RELAY: 'outbox',
    BISTRO_WAL_URL: '',
    BISTRO_READ: '',
    BISTRO_LOG_LEVEL: 'info',
    BISTRO_DEADLINE_MS: 8_000,
  })
})

test('all that is wrong is told at once, with an example and without the value', () => {
  const faults = faultsOf({
    ...good,
    BISTRO_HTTP_PORT: '70000',
    BISTRO_POSTGRES_URL: '',
    BISTRO_PSP_SECRET: 'hunter2',
    BISTRO_DEADLINE_MS: '1.5',
  })
  expect(faults.map((fault) => fault.trim().split(' ')[0])).toEqual([
    'BISTRO_HTTP_PORT',
    'BISTRO_POSTGRES_URL',
    'BISTRO_PSP_SECRET',
    'BISTRO_DEADLINE_MS',
  ])
  expect(faults.join()).toContain('for example BISTRO_POSTGRES_URL=postgres://payment_app:')
  expect(faults.join()).not.toContain('hunter2')
})

test('a number that is none stays what it was, and is refused', () => {
  expect(faultsOf({ ...good, BISTRO_HTTP_PORT: '4004x' })).toHaveLength(1)
  expect(faultsOf({ ...good, BISTRO_LOG_LEVEL: 'loud' })).toHaveLength(1)
})

test('a secret may stand in a file; nothing else may, and not in both', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bistro-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'secret')
  writeFileSync(file, 'kept in a file\n')
  const { BISTRO_PSP_SECRET: _, ...others } = good
  expect(readSettings(Settings, { ...others, BISTRO_PSP_SECRET_FILE: file }).BISTRO_PSP_SECRET).toBe('kept in a file')
  expect(faultsOf({ ...good, BISTRO_PSP_SECRET_FILE: file })).toEqual([expect.stringContaining('are both set')])
  expect(faultsOf({ ...others, BISTRO_PSP_SECRET_FILE: `${file}.not` })).toEqual([
    expect.stringContaining('BISTRO_PSP_SECRET_FILE cannot be read: ENOENT'),
  ])
  writeFileSync(file, 'hunter2')
  expect(faultsOf({ ...others, BISTRO_PSP_SECRET_FILE: file }).join()).toMatch(
    /BISTRO_PSP_SECRET must have at least 8(?!.*hunter2)/,
  )
  expect(readSettings(Settings, { ...good, BISTRO_PSP_URL_FILE: file }).BISTRO_PSP_URL).toBe(good.BISTRO_PSP_URL)
})

test.each(['BISTRO_POSTGRES_URL', 'BISTRO_OPERATOR_TOKEN', 'BISTRO_KAFKA_PASSWORD'])('%s is a secret', (name) => {
  const { properties } = Type.Object({ ...ServiceSettings.properties, ...KafkaSettings.properties })
  expect(properties).toHaveProperty([name, 'secret'], true)
})
