import { type Violation, wordsOf } from '@bistro/oracle'
import { SERVICES } from '@bistro/services'
import type { TraceLine } from '../machine/trace.ts'
import type { SimulationResult } from '../simulate.ts'

const LANES: readonly string[] = ['guest', ...SERVICES, 'psp', 'carrier', 'mail', 'log']
const TIME_WIDTH = 9
const LANE_WIDTH = 3
const MS_PER_S = 1_000
const MAX_VIOLATIONS = 6
const ID_DIGITS = 4

/** Draws a run: time goes down, each actor has a column, and faults are marked. */
export function timeline({ lines, violations }: Pick<SimulationResult, 'lines' | 'violations'>): string {
  const sagas = [...new Set(lines.flatMap(({ saga }) => (saga === undefined ? [] : [saga])))]
  const width = Math.max(...LANES.map(({ length }) => length))
  return [
    heading(),
    ...lines.map((line) => row(line, sagas, width)),
    '',
    ...violations.slice(0, MAX_VIOLATIONS).map((violation) => `✗ ${inWords(violation)}`),
  ].join('\n')
}

/** What went wrong, in words. */
export const inWords = (violation: Violation): string =>
  violation.invariant === 0 ? wordsOf(violation) : `${wordsOf(violation)} - invariant ${violation.invariant}`

function heading(): string {
  const letters = LANES.map((lane) => lane.slice(0, LANE_WIDTH - 1).padEnd(LANE_WIDTH)).join('')
  return `${'seconds'.padStart(TIME_WIDTH)}  ${letters}`
}

function row({ ms, who, what, saga, fault }: TraceLine, sagas: readonly string[], width: number): string {
  const mark = fault ? '⚡' : '●'
  const lanes = LANES.map((lane) => (lane === who ? mark : '│').padEnd(LANE_WIDTH)).join('')
  const seconds = (ms / MS_PER_S).toFixed(3).padStart(TIME_WIDTH)
  const whose = saga === undefined || sagas.length < 2 ? '' : `  [${saga.slice(-ID_DIGITS)}]`
  return `${seconds}  ${lanes}${who.padEnd(width)}  ${what}${whose}`
}
