import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { agendas } from './agenda.ts'
import { deckOf } from './deck.ts'
import { pageOf } from './page.ts'
import { print } from './print.ts'

export interface SlidesOrder {
  /** The folder. */
  readonly into: string
  /** Of this machine; without it there is no PDF. */
  readonly chromium: string | undefined
}

/** Makes a deck of slides for each agenda, as HTML and, where there is a browser, as PDF. @returns the files */
export async function writeSlides({ into, chromium }: SlidesOrder): Promise<string[]> {
  mkdirSync(into, { recursive: true })
  const pages = agendas().map((agenda) => {
    const file = join(into, `${agenda.name}.html`)
    writeFileSync(file, pageOf(agenda.title, deckOf(agenda)))
    return file
  })
  if (!chromium) return pages
  const printed = new Map(pages.map((page) => [page, page.replace(/html$/, 'pdf')]))
  await print(printed, chromium)
  return [...pages, ...printed.values()]
}
