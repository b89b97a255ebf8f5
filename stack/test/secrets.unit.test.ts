import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROGRAMS } from '@bistro/client/names'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KAFKA_USERS, loadSecrets } from '../src/secrets.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bistro-secrets-'))
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

describe('the secrets of a data directory', () => {
  it('are made once, for their owner alone', () => {
    const path = join(directory, 'secrets.json')
    const made = loadSecrets(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(loadSecrets(path)).toEqual(made)
  })

  it('differ from one directory to the next and from one user to the next', () => {
    const [one, other] = [loadSecrets(join(directory, 'one')), loadSecrets(join(directory, 'other'))]
    expect(one.kafka.users.order).not.toBe(other.kafka.users.order)
    const passwords = [
      one.postgresSuperuser,
      one.operator,
      one.registry,
      ...Object.values(one.kafka.users),
      ...Object.values(one.postgres).flatMap(Object.values),
    ]
    expect(new Set(passwords).size).toBe(1 + 1 + 1 + KAFKA_USERS.length + 2 * PROGRAMS.length)
    for (const password of passwords) expect(password).toMatch(/^[\w-]{24}$/)
  })

  it.each(['shipping', 'history'] as const)('made before %s was added are not enough for it', (user) => {
    const path = join(directory, 'one')
    const { kafka, ...rest } = loadSecrets(path)
    const users = { ...kafka.users, [user]: undefined }
    writeFileSync(path, JSON.stringify({ ...rest, kafka: { ...kafka, users } }))
    expect(() => loadSecrets(path)).toThrow(`knows no password for ${user}`)
  })

  it('from before there were an operator and a login for the registry are kept, and get both', () => {
    const path = join(directory, 'secrets.json')
    const { operator: _, registry: __, ...before } = loadSecrets(path)
    writeFileSync(path, JSON.stringify(before))
    const after = loadSecrets(path)
    expect(after).toMatchObject(before)
    expect([after.operator, after.registry]).toEqual(Array(2).fill(expect.stringMatching(/^[\w-]{24}$/)))
    expect(loadSecrets(path)).toEqual(after)
  })

  it('that are damaged are not replaced in silence', () => {
    const path = join(directory, 'secrets.json')
    writeFileSync(path, 'oops')
    expect(() => loadSecrets(path)).toThrow('is damaged')
  })
})
