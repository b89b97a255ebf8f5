import type { Views } from '@bistro/gateway/contract'
import type { IconName, Tone } from '../../ui/index.ts'

export type View = Views['items'][number]
type Rebuild = NonNullable<View['rebuild']>

export interface Shown {
  readonly tone: Tone
  readonly icon: IconName
  readonly text: string
}

/** What became of the rebuild, in words. */
export function describeRebuild({ status, rows, differences, problem }: Rebuild): Shown {
  switch (status) {
    case 'running':
      return { tone: 'accent', icon: 'play', text: 'being rebuilt' }
    case 'equal':
      return { tone: 'good', icon: 'check', text: `equal: ${count(rows ?? 0, 'row')}` }
    case 'differs':
      return { tone: 'bad', icon: 'alarm', text: count(differences.length, 'difference', MOST_DIFFERENCES) }
    case 'failed':
      return { tone: 'bad', icon: 'cross', text: problem ?? 'failed' }
  }
}

/** The service sends at most this many. */
const MOST_DIFFERENCES = 20

function count(value: number, what: string, most = Number.POSITIVE_INFINITY): string {
  const text = `${value.toLocaleString('en')} ${what}${value === 1 ? '' : 's'}`
  return value >= most ? `${text} or more` : text
}

/** 0 to 1. A rebuild with nothing to read is done. */
export const progress = ({ done, total }: Rebuild): number => (total === 0 ? 1 : Math.min(1, done / total))

/** The rebuilt view may take the live one's place. */
export const isRebuilt = (view: View): boolean => view.rebuild?.status === 'equal' || view.rebuild?.status === 'differs'

export function age(lagSeconds: number | undefined): Shown {
  if (lagSeconds === undefined) return { tone: 'calm', icon: 'question', text: 'not known' }
  if (lagSeconds < 2) return { tone: 'good', icon: 'check', text: 'up to date' }
  return { tone: 'wait', icon: 'clock', text: `${Math.round(lagSeconds)} s behind` }
}
