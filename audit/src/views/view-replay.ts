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
  readonly #compared = new Set<string>()
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

  /** Holds a live row against it, once all events have been taken. */
  compare(live: Row): void {
    const key = String(live[this.view.key])
    const expected = this.rows.get(key)
    this.#compared.add(key)
    if (!expected) this.#differences.push({ key, detail: 'a row that no event has made' })
    else if (!isSame(expected, live))
      this.#differences.push({ key, detail: `not what its events say in ${fieldsThatDiffer(expected, live)}` })
  }

  /** How many live rows were held against it. */
  get compared(): number {
    return this.#compared.size
  }

  /** Of all live rows, once they have been compared, and of those that should be among them. */
  get differences(): readonly RowDifference[] {
    const missing = [...this.rows.keys()].filter((key) => !this.#compared.has(key))
    const found = missing.map((key) => ({ key, detail: 'a row that its events have made is missing' }))
    return [...this.#differences, ...found]
  }
}
