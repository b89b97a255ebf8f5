import type { SagaSummary } from '@bistro/gateway/contract'
import { Badge, type Tone } from './badge.tsx'
import type { IconName } from './icon.tsx'

type Shown = readonly [tone: Tone, icon: IconName, text: string]

const SHOWN: Readonly<Record<SagaSummary['status'], Shown>> = {
  open: ['accent', 'play', 'open'],
  delivered: ['good', 'check', 'delivered'],
  cancelled: ['undo', 'undo', 'cancelled'],
  rejected: ['calm', 'ban', 'rejected'],
}

/** Reasons are told in words: `credit_refused` is "credit refused". */
export const words = (name: string): string => name.replaceAll('_', ' ')

export function SagaStatus({ saga }: { saga: Pick<SagaSummary, 'status' | 'stuck' | 'reason'> }) {
  const [tone, icon, text] = SHOWN[saga.status]
  return (
    <span className="row">
      {(saga.status !== 'open' || !saga.stuck) && (
        <Badge tone={tone} icon={icon}>
          {text}
          {saga.reason && `: ${words(saga.reason)}`}
        </Badge>
      )}
      {saga.stuck && (
        <Badge tone="bad" icon="alarm">
          stuck
        </Badge>
      )}
    </span>
  )
}
