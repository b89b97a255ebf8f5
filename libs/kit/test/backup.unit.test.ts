import { expect, test } from 'vitest'
import { isOfFile } from '../src/postgres/backup.ts'

const error = (fields: object): Error => Object.assign(new Error('fails'), fields)

test.each([
  ['a file that is gone', { code: 'ENOENT', syscall: 'open', path: '/backup/events.copy' }, true],
  ['a folder in its place', { code: 'EISDIR', syscall: 'read' }, true],
  ['rows that Postgres cannot read', { code: '22P04' }, true],
  ['a server that was killed', { code: 'ECONNRESET', syscall: 'read' }, false],
  ['a server that refuses', { code: 'ECONNREFUSED', syscall: 'connect' }, false],
  ['a server that stops', { code: '57P01' }, false],
])('%s is the fault of the backup or not', (_, fields, isDamaged) =>
  expect(isOfFile(error(fields) as NodeJS.ErrnoException)).toBe(isDamaged),
)
