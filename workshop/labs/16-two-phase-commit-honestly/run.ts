import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const PAGE = 'report.md'
export const FIGURES = 'report.md.json'

type Design = 'saga' | 'two-phase'
type Kind = 'busy' | 'hot' | '20' | 'killed'

interface Result {
  readonly command: string
  readonly subjects: readonly {
    readonly name: string
    readonly runs: readonly { readonly figures: Readonly<Record<string, number>> }[]
  }[]
}

/** What the learner's machine measured: `npm run bench -- peers --report report.md`. */
export class MeasuredRun {
  readonly page: string
  readonly command: string
  readonly #result: Result

  private constructor(result: Result, page: string) {
    this.#result = result
    this.command = result.command
    this.page = page
  }

  /** Undefined where there is none in the copy. */
  static in(copy: string): MeasuredRun | undefined {
    const [page, figures] = [join(copy, PAGE), join(copy, FIGURES)]
    if (!existsSync(page) || !existsSync(figures)) return undefined
    return new MeasuredRun(JSON.parse(readFileSync(figures, 'utf8')) as Result, readFileSync(page, 'utf8'))
  }

  /** The median of the runs; undefined where it was not measured. */
  figure(design: Design, kind: Kind, name: string): number | undefined {
    const wanted = kind === 'busy' ? design : `${design}-${kind}`
    const runs = this.#result.subjects.find((one) => one.name === wanted)?.runs ?? []
    const sorted = runs.flatMap(({ figures }) => figures[name] ?? []).sort((one, other) => one - other)
    const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
    return low === undefined || high === undefined ? undefined : (low + high) / 2
  }

  /** What of the comparison was not measured. */
  get missing(): readonly string[] {
    const wanted = (['saga', 'two-phase'] as const).flatMap((design) => [
      [design, '20', 'deliveredP50Ms'] as const,
      [design, 'hot', 'sagasPerSecond'] as const,
      [design, 'killed', 'lockedMs'] as const,
    ])
    return wanted
      .filter(([design, kind, name]) => this.figure(design, kind, name) === undefined)
      .map(([design, kind]) => `${design}-${kind}`)
  }

  /** The two figures of a row of the page. */
  rowOfPage(title: string): readonly string[] {
    const row = this.page.split('\n').find((line) => line.startsWith(`| ${title} `))
    return (
      row
        ?.split('|')
        .slice(2, 4)
        .map((cell) => cell.trim()) ?? []
    )
  }
}
