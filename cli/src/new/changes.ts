import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StackError } from '@bistro/client/errors'
import { ROOT } from '@bistro/stack/paths'

/** Files to be made and changed. Nothing is written before everything is known to fit. */
export class Changes {
  readonly #texts = new Map<string, string>()

  /** By path from the root of the clone. */
  get paths(): readonly string[] {
    return [...this.#texts.keys()]
  }

  add(path: string, text: string): void {
    if (existsSync(join(ROOT, path))) throw new StackError(`${path} is there already.`)
    this.#texts.set(path, text)
  }

  /** @throws where the text has no such place: somebody has written it in another way */
  insertBefore(path: string, place: RegExp, text: string): void {
    this.#change(path, place, (found) => `${text}${found}`)
  }

  insertAfter(path: string, place: RegExp, text: string): void {
    this.#change(path, place, (found) => `${found}${text}`)
  }

  read(path: string): string {
    return this.#texts.get(path) ?? readFileSync(join(ROOT, path), 'utf8')
  }

  write(): void {
    for (const [path, text] of this.#texts) {
      mkdirSync(dirname(join(ROOT, path)), { recursive: true })
      writeFileSync(join(ROOT, path), text)
    }
  }

  #change(path: string, place: RegExp, change: (found: string) => string): void {
    const before = this.read(path)
    if (!place.test(before)) throw new StackError(`${path} has no place for this: ${place.source} is not in it.`)
    this.#texts.set(path, before.replace(place, change))
  }
}
