import type { Row, Service } from '@bistro/kit'
import { fieldsThatDiffer, isSame } from './rows.ts'

export type AnyView = Service['views'][number]

/** A difference between a row as it is and as its events make it. */
export interface RowDifference {
  readonly key: string
  readonly detail: string
}

/** A view, built again beside the live one by its own definition. */
export class ViewReplay {
  readonly view: AnyView
  readonly rows = new Map<string, Row>()
  /** How many live rows were held against it. */
  compared = 0
  readonly #missing = new Set<string>()
  readonly #differences: RowDifference[] = []

  constructor(view: AnyView) {
    this.view = view
  }

  /** Takes the view's next event; others change nothing. */
  apply(type: string, data: object): void {
    const fold = this.view.on[type]
    if (!fold) return
    const key = fold.key(data as never)
    const before = this.view.source === 'own' ? null : (this.rows.get(key) ?? null)
    const after = fold.row(before as never, data as never) as Row | null
    if (after) this.rows.set(key, after)
    else this.rows.delete(key)
  }

  /** All events have been taken: from now on live rows are compared. */
  begin(): void {
    for (const key of this.rows.keys()) this.#missing.add(key)
  }

  compare(live: Row): void {
    this.compared += 1
    const key = String(live[this.view.key])
    const expected = this.rows.get(key)
    this.#missing.delete(key)
    if (!expected) this.#differences.push({ key, detail: 'a row that no event has made' })
    else if (!isSame(expected, live))
      this.#differences.push({ key, detail: `not what its events say in ${fieldsThatDiffer(expected, live)}` })
  }

  get differences(): readonly RowDifference[] {
    const missing = [...this.#missing].map((key) => ({ key, detail: 'a row that its events have made is missing' }))
    return [...this.#differences, ...missing]
  }
}
