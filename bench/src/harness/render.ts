import { writeFileSync } from 'node:fs'
import type { About } from './bench.ts'
import { pageOf } from './page.ts'
import { drawn } from './plot.ts'
import { fileOf, type Result } from './result.ts'

/** The files that a kept result is shown in, by path. */
export async function filesOf(about: About, result: Result): Promise<Map<string, string>> {
  const svg = await drawn(about.plot(result))
  const picture = `![${about.name}](${about.name}.svg)`
  const page = `<!-- Generated from ${about.name}.json: npm run generate -->\n\n# ${about.name}\n\n${linkedFromHere(pageOf(about, result))}\n\n${picture}\n`
  return new Map([
    [fileOf(about.name, 'svg'), svg],
    [fileOf(about.name, 'md'), page],
  ])
}

/** A summary's links start in `docs/`; this page is in `bench/results/`. */
const linkedFromHere = (page: string): string => page.replaceAll('](../bench/', '](../')

export async function keepFiles(about: About, result: Result): Promise<void> {
  for (const [path, content] of await filesOf(about, result)) writeFileSync(path, content)
}
