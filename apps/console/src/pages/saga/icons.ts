import type { SagaCommand } from '@bistro/gateway/contract'
import type { IconName, Tone } from '../../ui/index.ts'
import type { Role, Span } from './story.ts'

const ROLE_TONES: Readonly<Record<Role, Tone>> = { step: 'calm', failure: 'bad', undo: 'undo', ending: 'good' }

const COMMAND_ICONS: Readonly<Record<string, IconName>> = {
  request: 'play',
  message: 'event',
  timer: 'clock',
  answer: 'outside',
  refusal: 'outside',
}

/** What an event is; of a plain step, what brought it: a request, another's event, a timer, an answer from outside. */
export function iconOf(role: Role, type: string, command: SagaCommand | undefined): IconName {
  if (role === 'undo') return 'undo'
  if (role === 'failure') return 'cross'
  if (role === 'ending') return type === 'OrderDelivered' ? 'check' : 'ban'
  return COMMAND_ICONS[command?.kind ?? 'message'] ?? 'event'
}

export const toneOf = (role: Role, type: string): Tone =>
  role === 'ending' && type !== 'OrderDelivered' ? 'bad' : ROLE_TONES[role]

/** Of commands that no event came of. */
export const OUTCOME_ICONS: Readonly<Record<SagaCommand['outcome'], IconName>> = {
  accepted: 'event',
  ignored: 'minus',
  rejected: 'stop',
}

export const SPAN_ICONS: Readonly<Record<Span['kind'], IconName>> = { call: 'outside', timer: 'clock', wait: 'dots' }
