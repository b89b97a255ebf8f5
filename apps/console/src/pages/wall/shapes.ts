import type { IconName, Tone } from '../../ui/index.ts'
import type { Ended } from './minutes.ts'

/** How an ending looks, everywhere on the wall: colour, icon, and the texture of its bars. */
export const SHAPES: Readonly<Record<Ended, { readonly tone: Tone; readonly icon: IconName }>> = {
  delivered: { tone: 'good', icon: 'check' },
  cancelled: { tone: 'undo', icon: 'undo' },
  rejected: { tone: 'calm', icon: 'ban' },
}
