import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { BENCHES } from '../src/benches/index.ts'

const CLI = join(import.meta.dirname, '..', 'src', 'cli.ts')
export const TIMEOUT_MS = 300_000

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
export function smoked(
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

/** A test for each of these benches: it works, and reports every subject. */
export const smokeEach = (isMeant: (name: string) => boolean): void =>
  it.for(BENCHES.map(({ about }) => about).filter(({ name, report }) => !report && isMeant(name)))(
    '$name',
    { timeout: TIMEOUT_MS },
    async ({ name, subjects }, { signal }) => {
      const only = KINDS[name] ?? subjects
      const { status, output } = await smoked(name, ['--only', only.join(',')], signal)
      expect(status, output).toBe(0)
      for (const subject of only) expect(output).toContain(`\n| ${subject} `)
    },
  )

/** The benches of what every change may touch; the others are tried each night. */
export const isOften = (name: string): boolean => ['codec', 'saga', 'store'].includes(name)
