import type { About, Column } from './bench.ts'
import { QUIET_CORES } from './interleave.ts'
import type { Result } from './result.ts'
import { countedRuns, ratioOf, runsOf, type Spread, spreadOf, verdictsOf } from './summary.ts'

/** What a result says, as Markdown. */
export const pageOf = (about: About, result: Result): string =>
  [about.summary, ...tablesOf(about, result), ratiosOf(about, result), demandsOf(about, result), conditionsOf(result)]
    .filter((part) => part !== '')
    .join('\n\n')

/** The tables: medians, with the lowest and highest run where there are several. */
function tablesOf({ columns, subjects }: About, result: Result): string[] {
  const tables = [...new Set(columns.map(({ table }) => table))]
  return tables.flatMap((table) => {
    const shown = columns.filter((column) => column.table === table)
    const rows = subjects.flatMap((subject) => rowOf(subject, shown, result))
    if (rows.length === 0) return []
    return [...(table ? [`**${table}**`] : []), markdownTable(['', ...shown.map(({ title }) => title), 'runs'], rows)]
  })
}

function rowOf(subject: string, columns: readonly Column[], result: Result): string[][] {
  const spreads = columns.map(({ key, digits }) => ({ spread: spreadOf(result, subject, key), digits }))
  if (spreads.every(({ spread }) => spread === undefined)) return []
  const runs = runsOf(result, subject)
  const counted = countedRuns(runs).length
  const of = counted < runs.length ? `${counted} of ${runs.length}` : String(counted)
  return [[subject, ...spreads.map(({ spread, digits }) => (spread ? spreadText(spread, digits) : '')), of]]
}

export const spreadText = ({ median, lowest, highest }: Spread, digits: number): string =>
  lowest === highest
    ? number(median, digits)
    : `${number(median, digits)} (${number(lowest, digits)}–${number(highest, digits)})`

export const number = (value: number, digits: number): string =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

const RATIO_DIGITS = 2

function ratiosOf({ comparisons = [], columns }: About, result: Result): string {
  const rows = comparisons.flatMap((comparison) => {
    const ratio = ratioOf(result, comparison)
    const title = columns.find(({ key }) => key === comparison.figure)?.title ?? comparison.figure
    return ratio ? [[`${comparison.of} / ${comparison.to}`, title, spreadText(ratio, RATIO_DIGITS)]] : []
  })
  return rows.length === 0 ? '' : markdownTable(['ratio, run by run', 'of', ''], rows)
}

function demandsOf(about: About, result: Result): string {
  const rows = verdictsOf(about, result).map(({ text: what, figure, limit, isMet }) => [
    what,
    limit,
    number(figure, RATIO_DIGITS),
    isMet ? 'met' : '**missed**',
  ])
  return rows.length === 0 ? '' : markdownTable(['requirement', 'limit', 'measured', ''], rows)
}

function conditionsOf({
  command,
  machine,
  yardstick,
  versions,
  measuredAt,
  length,
  subjects,
  violations,
}: Result): string {
  const foreign = subjects.flatMap(({ runs }) => countedRuns(runs).map(({ foreignCores }) => foreignCores))
  const quiet = `In the runs that count, other processes kept at most ${number(Math.max(...foreign), RATIO_DIGITS)} cores busy (runs with more than ${QUIET_CORES} do not count, unless no run is quieter).`
  const software = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    `\`${command}\`: medians (lowest–highest); the subjects take turns, each run is ${length.seconds} s of load unless stated otherwise, after ${length.warmUpSeconds} s of warm-up. ${quiet}`,
    `${measuredAt.slice(0, 10)}, ${machine.cores} cores (${machine.processor}), ${machine.memoryGib} GiB, ${machine.system}; ${software.join(', ')}.${accessOf(machine)}${yardstickOf(yardstick)}`,
    auditOf(violations),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

const accessOf = ({ memory }: Result['machine']): string =>
  memory
    ? ` One access to memory: ${number(memory.nearNs, 0)} ns within 256 KiB, ${number(memory.farNs, 0)} ns within 64 MiB.`
    : ''

const yardstickOf = (yardstick: Result['yardstick']): string =>
  yardstick
    ? ` The same load as ever, just before: ${number(yardstick.rowsPerSecond, 0)} rows/s into Postgres, ${number(yardstick.recordsPerSecond, 0)} records/s through Kafka.`
    : ''

function auditOf(violations: Result['violations']): string {
  if (violations === undefined) return ''
  return violations.length === 0
    ? 'The audit afterwards was clean.'
    : `**The audit found ${violations.length} violations.**`
}

export function markdownTable(snapshot: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = snapshot.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(snapshot), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n')
}
