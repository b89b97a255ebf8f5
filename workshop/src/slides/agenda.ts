import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AGENDAS } from './places.ts'

/** One line of an agenda: a topic with slides, a lab, or a break, which has neither. */
export interface Row {
  /** As a clock shows it: `9:15`. */
  readonly at: string
  readonly minutes: number
  readonly title: string
  /** Of the topic's slides or the lab's text, from the folder of the agendas. */
  readonly link: string | undefined
}

/** `workshop/trainer/agendas/<name>.md`: a title, and a table for each day. It is the list of the deck's topics as well. */
export interface Agenda {
  readonly name: string
  readonly title: string
  readonly days: readonly (readonly Row[])[]
}

const MARKDOWN = '.md'
const ROW = /^\|\s*(\d+:\d\d)\s*\|\s*(\d+)\s*\|\s*(?:\[([^\]]+)\]\(([^)]+)\)|([^|]+?))\s*\|$/

export const agendas = (): Agenda[] =>
  readdirSync(AGENDAS)
    .filter((file) => file.endsWith(MARKDOWN))
    .sort()
    .map((file) => readAgenda(file.slice(0, -MARKDOWN.length), readFileSync(join(AGENDAS, file), 'utf8')))

export function readAgenda(name: string, text: string): Agenda {
  const days = text
    .split(/\n{2,}/)
    .map((block) => block.split('\n').flatMap(rowOf))
    .filter((rows) => rows.length > 0)
  return { name, title: text.match(/^# (.+)$/m)?.[1] ?? name, days }
}

function rowOf(line: string): Row[] {
  const [, at, minutes, linked, link, plain] = line.match(ROW) ?? []
  return at ? [{ at, minutes: Number(minutes), title: linked ?? plain ?? '', link }] : []
}

/** `9:15` and 20 minutes are `9:35`. */
export function later(at: string, minutes: number): string {
  const [hours, rest] = at.split(':').map(Number) as [number, number]
  const end = hours * 60 + rest + minutes
  return `${Math.floor(end / 60)}:${String(end % 60).padStart(2, '0')}`
}
