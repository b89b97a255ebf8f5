import { duration, Icon } from '../../../ui/index.ts'
import { OUTCOME_ICONS } from '../icons.ts'
import { commandText } from '../story.ts'
import { BAR_HEIGHT, type Mark } from './drawing.ts'

interface Props {
  readonly marks: readonly Mark[]
  readonly startMs: number
  /** What is later than the moment that is looked at is dimmed. */
  readonly atMs: number | undefined
}

/** Commands that were ignored or rejected: quieter than events, as nothing came of them. */
export function Marks({ marks, startMs, atMs }: Props) {
  return marks.map(({ command, x, y, width }) => {
    const { id, at, outcome } = command
    const ms = Date.parse(at)
    return (
      <div
        key={id}
        className="lane-mark"
        data-outcome={outcome}
        data-tone={outcome === 'rejected' ? 'bad' : 'calm'}
        data-later={atMs !== undefined && ms > atMs}
        style={{ left: x, top: y, width, height: BAR_HEIGHT }}
        title={`${outcome}: ${commandText(command)}, +${duration(ms - startMs)}`}
      >
        <Icon name={OUTCOME_ICONS[outcome]} />
        <span>
          <span className="visually-hidden">{outcome}: </span>
          {commandText(command)}
        </span>
      </div>
    )
  })
}
