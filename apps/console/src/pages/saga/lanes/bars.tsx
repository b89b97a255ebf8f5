import { Icon } from '../../../ui/index.ts'
import { SPAN_ICONS } from '../icons.ts'
import { BAR_HEIGHT, type Bar, textOf } from './drawing.ts'

/** Calls to the outside, timers, and what is waited for. */
export function Bars({ bars }: { bars: readonly Bar[] }) {
  return bars.map((bar) => (
    <div
      key={bar.key}
      className="lane-bar"
      data-kind={bar.kind}
      data-tone={toneOf(bar)}
      style={{ left: bar.x, top: bar.y, width: bar.width, height: BAR_HEIGHT }}
      title={textOf(bar)}
    >
      <Icon name={bar.isStuck ? 'alarm' : SPAN_ICONS[bar.kind]} />
      <span>{textOf(bar)}</span>
    </div>
  ))
}

const toneOf = ({ isStuck, kind }: Bar) => {
  if (isStuck) return 'bad'
  return kind === 'wait' ? 'wait' : 'accent'
}
