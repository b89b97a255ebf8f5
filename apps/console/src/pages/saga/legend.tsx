import { Icon, type IconName, type Tone } from '../../ui/index.ts'

const MEANINGS: readonly (readonly [IconName, Tone, string])[] = [
  ['play', 'calm', 'a request'],
  ['event', 'calm', "another's event"],
  ['clock', 'calm', 'a timer'],
  ['outside', 'calm', 'an answer from outside'],
  ['cross', 'bad', 'failure'],
  ['undo', 'undo', 'compensation, tied to what it undoes'],
  ['dots', 'wait', 'waiting'],
  ['minus', 'calm', 'an ignored command: nothing was left to do'],
  ['stop', 'bad', 'a rejected command'],
]

export function Legend() {
  return (
    <p className="legend small soft">
      {MEANINGS.map(([icon, tone, text]) => (
        <span key={icon} data-tone={tone}>
          <Icon name={icon} /> {text}
        </span>
      ))}
      <span>Arrows lead from cause to effect. Long pauses are drawn shorter than they are.</span>
    </p>
  )
}
