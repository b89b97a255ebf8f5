import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { tailOfLog } from '../src/process/log-files.ts'

test('the end of a log names the line that does not compile, however deep Node was in itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bistro-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const frames = Array.from({ length: 15 }, (_, depth) => `    at frame (node:internal/modules/loader:${depth}:1)`)
  const fault = [
    'file:///copy/policies.ts:2',
    'export const = 1',
    '             ^',
    '',
    'SyntaxError: Unexpected token',
  ]
  const end = ["  code: 'ERR_INVALID_TYPESCRIPT_SYNTAX'", '}', '', 'Node.js v24.21.0']
  writeFileSync(join(folder, 'a.log'), ['earlier', ...fault, ...frames, ...end, ''].join('\n'))
  expect(tailOfLog(join(folder, 'a.log'), 'earlier\n'.length)).toBe([...fault, ...end].join('\n'))
})
