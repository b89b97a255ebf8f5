import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import type { Agenda, Row } from './agenda.ts'
import { AGENDAS } from './places.ts'
import { tableOf } from './table.ts'

const NEW_SLIDE = '\n\n---\n\n'
/** `<!-- table: docs/saga/README.md, Every ending, 1 2 3 -->` stands for columns of the first table after that heading. */
const TABLE = /<!-- table: ([^,]+), ([^,]+), ([\d ]+?)(?:, rows (\d+)-(\d+))? -->/g

/** The Markdown of all slides of an agenda. */
export function deckOf(agenda: Agenda): string {
  const slides = agenda.days.flat().flatMap((row) => (row.link ? [slidesOf(row, row.link)] : []))
  return ['---\nmarp: true\ntheme: bistro\npaginate: true\n---', titleSlide(agenda), slides.join(NEW_SLIDE)].join(
    '\n\n',
  )
}

const titleSlide = ({ title }: Agenda): string => `<!-- _class: title -->\n\n# Saga Bistro\n\n${title}${NEW_SLIDE}`

function slidesOf(row: Row, link: string): string {
  const text = readFileSync(resolve(AGENDAS, link), 'utf8')
  return link.includes('/labs/') ? labSlide(row, text) : withTables(text).trim()
}

/** A lab's story is what stands below the title of its text. */
function labSlide({ title, minutes }: Row, readme: string): string {
  const number = Number(title.match(/^Lab (\d+):/)?.[1])
  const story = readme.split(/\n{2,}/)[1] ?? ''
  return [
    '<!-- _class: lab -->',
    `# ${title}`,
    story.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1'),
    `\`\`\`sh\nnpm run lab -- start ${number}\nnpm run lab -- hint\nnpm run lab -- verify\n\`\`\``,
    `**${minutes} minutes**, the talk at the end included`,
  ].join('\n\n')
}

const withTables = (text: string): string =>
  text.replaceAll(TABLE, (_, path: string, heading: string, columns: string, first?: string, last?: string) =>
    tableOf(readFileSync(join(ROOT, path), 'utf8'), {
      heading,
      columns: columns.split(' ').map(Number),
      rows: [Number(first ?? 1), Number(last ?? Number.MAX_SAFE_INTEGER)],
    }),
  )
