import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BENCHES } from '../src/benches/index.ts'
import type { Result } from '../src/harness/result.ts'

const CLI = join(import.meta.dirname, '..', 'src', 'cli.ts')
const TIMEOUT_MS = 180_000

/** Where many subjects differ by their load alone, one of each kind shows that the bench works. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  brokers: ['rf3-min2-all'],
  saga: ['saturation'],
  floor: ['postgres-kafka'],
  growth: ['million', 'rebuild-reservations'],
  replicas: ['two'],
  quotas: ['wild-with-quota'],
  transactions: ['gate', 'transactions-100ms'],
}

/** A bench in a process of its own, as small as it can be; it ends with the test. */
function smoked(
  bench: string,
  rest: readonly string[],
  signal: AbortSignal,
): Promise<{ status: number | null; output: string }> {
  const { BISTRO_PORT_BASE: _, ...env } = process.env // free ports: others run beside it
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, bench, '--smoke', ...rest], { env })
    signal.addEventListener('abort', () => child.kill('SIGINT'))
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('close', (status) => resolve({ status, output }))
  })
}

describe.concurrent('every bench works', () => {
  it.for(BENCHES.map(({ about }) => about).filter(({ report }) => !report))(
    '$name',
    { timeout: TIMEOUT_MS },
    async ({ name, subjects }, { signal }) => {
      const only = KINDS[name] ?? subjects
      const { status, output } = await smoked(name, ['--only', only.join(',')], signal)
      expect(status, output).toBe(0)
      for (const subject of only) expect(output).toContain(`\n| ${subject} `)
    },
  )

  it.for(BENCHES.map(({ about }) => about).filter(({ report }) => report))(
    '$name writes its report',
    { timeout: TIMEOUT_MS },
    async ({ name, report }, { signal }) => {
      const directory = mkdtempSync(join(tmpdir(), 'bistro-report-'))
      const file = join(directory, 'report.md')
      try {
        const { status, output } = await smoked(name, ['--report', file], signal)
        expect(status, output).toBe(0)
        const page = readFileSync(file, 'utf8')
        expect(page).not.toContain('ot measured')
        const { subjects } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Result
        expect(subjects.map((one) => one.name)).toEqual(report?.subjects)
      } finally {
        rmSync(directory, { recursive: true })
      }
    },
  )
})
