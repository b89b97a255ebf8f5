import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BENCHES } from '../src/benches/index.ts'

const CLI = join(import.meta.dirname, '..', 'src', 'cli.ts')
const TIMEOUT_MS = 180_000

/** A bench in a process of its own, as small as it can be. */
function smoked(bench: string): Promise<{ status: number | null; output: string }> {
  const { BISTRO_PORT_BASE: _, ...env } = process.env // free ports: others run beside it
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, bench, '--smoke'], { env })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('close', (status) => resolve({ status, output }))
  })
}

describe('every bench works', () => {
  it.each(BENCHES.map(({ about }) => about))('$name', { timeout: TIMEOUT_MS }, async ({ name, contenders }) => {
    const { status, output } = await smoked(name)
    expect(status, output).toBe(0)
    for (const contender of contenders) expect(output).toContain(`\n| ${contender} `)
  })
})
