import type { SagaCommand } from '@bistro/gateway/contract'
import { memo } from 'react'
import { duration, Icon } from '../../../ui/index.ts'
import { iconOf, toneOf } from '../icons.ts'
import { ROLE_WORDS } from '../story.ts'
import { CHIP_HEIGHT, type Chip } from './drawing.ts'

interface Props {
  readonly chip: Chip
  readonly command: SagaCommand | undefined
  readonly startMs: number
  /** The one that the tab key reaches; arrow keys reach the others. */
  readonly isStop: boolean
  readonly isSelected: boolean
  /** Than the moment that is looked at. */
  readonly isLater: boolean
  readonly onSelect: (eventId: string) => void
}

export const ChipButton = memo(function ChipButton({
  chip,
  command,
  startMs,
  isStop,
  isSelected,
  isLater,
  onSelect,
}: Props) {
  const { event, role, x, y, width } = chip
  const after = duration(Date.parse(event.time) - startMs)
  return (
    <button
      type="button"
      className="chip"
      data-role={role}
      data-tone={toneOf(role, event.type)}
      data-event={event.id}
      data-later={isLater}
      aria-pressed={isSelected}
      aria-label={`${event.type}, ${event.service}, ${ROLE_WORDS[role]}, after ${after}${isLater ? ', not yet' : ''}`}
      tabIndex={isStop ? 0 : -1}
      style={{ left: x, top: y - CHIP_HEIGHT / 2, width, height: CHIP_HEIGHT }}
      title={`${event.type}, +${after}`}
      onClick={() => onSelect(event.id)}
    >
      <Icon name={iconOf(role, event.type, command)} />
      <span>{event.type}</span>
    </button>
  )
})
