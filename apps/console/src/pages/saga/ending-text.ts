import type { SagaDetail } from '@bistro/gateway/contract'
import { duration, type IconName, type Tone, words } from '../../ui/index.ts'

interface EndingText {
  readonly tone: Tone
  readonly icon: IconName
  readonly title: string
  readonly detail: string
}

/** How a saga ended, and what was undone for it. */
export function endingText({ status, reason, startedAt, endedAt, events }: SagaDetail): EndingText {
  const took = endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : ''
  if (status === 'delivered')
    return {
      tone: 'good',
      icon: 'check',
      title: `Delivered after ${took}`,
      detail: 'Every service has done its step. Nothing is left to do.',
    }
  if (status === 'rejected')
    return {
      tone: 'calm',
      icon: 'ban',
      title: `Rejected: ${words(reason ?? 'no reason')}`,
      detail: 'No service has taken a step, so there is nothing to undo.',
    }
  const byId = new Map(events.map((event) => [event.id, event]))
  const undone = events.flatMap(({ type, service, compensates }) => {
    const step = byId.get(compensates ?? '')
    return step ? [`${service} undid ${step.type} with ${type}`] : []
  })
  return {
    tone: 'undo',
    icon: 'undo',
    title: `Cancelled after ${took}: ${words(reason ?? 'no reason')}`,
    detail: undone.length > 0 ? `${undone.join('; ')}.` : 'There was nothing to undo.',
  }
}
