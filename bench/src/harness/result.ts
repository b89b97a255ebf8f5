import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Figures } from './bench.ts'
import type { Length } from './length.ts'
import type { Machine } from './machine.ts'

const RESULTS = join(import.meta.dirname, '..', '..', 'results')

/** One run of one subject. */
export interface Run {
  /** Which round of the interleaved runs it belongs to, from 1. */
  readonly round: number
  /** Cores that other processes kept busy meanwhile. */
  readonly foreignCores: number
  readonly figures: Figures
}

/** What the machine did of a load that never changes, just before. */
export interface Yardstick {
  /** Into all Postgres servers together. */
  readonly rowsPerSecond: number
  /** Through the broker, written once and read by three. */
  readonly recordsPerSecond: number
}

/** All that one bench measured, as it is kept in `bench/results/<name>.json`. */
export interface Result {
  readonly bench: string
  readonly command: string
  readonly measuredAt: string
  readonly length: Length
  readonly machine: Machine
  /** Absent from older results, and where nothing is kept. */
  readonly yardstick?: Yardstick | undefined
  readonly versions: Readonly<Record<string, string>>
  readonly subjects: readonly { readonly name: string; readonly runs: readonly Run[] }[]
  /** What the audit found afterwards; undefined where there is nothing to audit. */
  readonly violations?: readonly string[]
}

export const fileOf = (bench: string, extension: 'json' | 'md' | 'svg', folder = RESULTS): string =>
  join(folder, `${bench}.${extension}`)

/** The kept result of a bench; undefined where it was never run. */
export function readResult(bench: string, folder = RESULTS): Result | undefined {
  const file = fileOf(bench, 'json', folder)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined
}

/** @returns it as it was written, so that whatever is made of it is the same whenever it is made */
export function keepResult(result: Result): Result {
  mkdirSync(RESULTS, { recursive: true })
  const text = textOf(result)
  writeFileSync(fileOf(result.bench, 'json'), text)
  return JSON.parse(text) as Result
}

export const textOf = (result: Result): string => `${JSON.stringify(result, rounded, 2)}\n`

/** No figure is more precise than six digits. */
const DIGITS = 6

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value
