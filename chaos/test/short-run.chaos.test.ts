import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deleteData } from '@bistro/stack'
import { expect, it } from 'vitest'

const CLI = join(import.meta.dirname, '..', 'src', 'cli.ts')
/** Start, two minutes, and as long as the last sagas may need. */
const TIMEOUT_MS = 15 * 60_000
const ARGUMENTS = ['--seed', '2026', '--minutes', '2', '--rate', '3']

/** In a process of its own, on free ports: others run beside it. It ends with the test. */
function run(dataDir: string, signal: AbortSignal): Promise<{ status: number | null; output: string }> {
  const { BISTRO_PORT_BASE: _, ...env } = process.env
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, ...ARGUMENTS], { env: { ...env, BISTRO_DATA_DIR: dataDir } })
    signal.addEventListener('abort', () => child.kill('SIGINT'))
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.once('close', (status) => resolve({ status, output }))
  })
}

it('two minutes of every kind of fault: every check passes', { timeout: TIMEOUT_MS }, async ({ signal }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bistro-chaos-'))
  const { status, output } = await run(dataDir, signal)
  expect(status, `${output}\nReport and logs are kept in ${dataDir}.`).toBe(0)
  expect(output).toContain('Every check passed.')
  deleteData(join(dataDir, 'chaos'))
})
