import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BENCHES } from '../src/benches/index.ts'
import type { Result } from '../src/harness/result.ts'
import { isOften, smoked, smokeEach, TIMEOUT_MS } from './smoked.ts'

describe.concurrent('a bench works', () => {
  smokeEach(isOften)

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
