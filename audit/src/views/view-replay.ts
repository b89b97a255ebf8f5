import type { Row, Service } from '@bistro/kit'
import { fieldsThatDiffer, isSame } from './rows.ts'

export type AnyView = Service['views'][number]

/** A difference between a row and the replay of its events. */
export interface RowDifference {
  readonly key: string
  readonly detail: string
}

/** A view, rebuilt in memory by its own definition and compared with the live view. */
export class ViewReplay {
  readonly view: AnyView
  readonly rows = new Map<string, Row>()
  readonly #compared = new Set<string>()
  readonly #differences: RowDifference[] = []

  constructor(view: AnyView) {
    this.view = view
  }

  /** Applies an event. Events that the view does not use change nothing. */
  apply(type: string, data: object): void {
    const fold = this.view.on[type]
    if (!fold) return
    const key = fold.key(data as never)
    const before = this.view.source === 'own' ? null : (this.rows.get(key) ?? null)
    const after = fold.row(before as never, data as never) as Row | null
    if (after) this.rows.set(key, after)
    else this.rows.delete(key)
  }

  /** Compares a live row with the replay, after all events have been applied. */
  compare(live: Row): void {
    const key = String(live[this.view.key])
    const expected = this.rows.get(key)
    this.#compared.add(key)
    if (!expected) this.#differences.push({ key, detail: 'no event made this row' })
    else if (!isSame(expected, live))
      this.#differences.push({ key, detail: `these fields differ: ${fieldsThatDiffer(expected, live)}` })
  }

  /** How many live rows were compared. */
  get compared(): number {
    return this.#compared.size
  }

  /** The differences of all compared rows, and the rows that are missing among them. */
  get differences(): readonly RowDifference[] {
    const missing = [...this.rows.keys()].filter((key) => !this.#compared.has(key))
    const found = missing.map((key) => ({ key, detail: 'the row is missing' }))
    return [...this.#differences, ...found]
  }
}
