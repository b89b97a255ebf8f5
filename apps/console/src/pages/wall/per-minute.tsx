import type { Overview } from '@bistro/gateway/contract'
import { useEffect, useRef } from 'react'
import { Card, Icon } from '../../ui/index.ts'
import { ENDINGS, endedIn } from './minutes.ts'
import { MinutesChart } from './minutes-chart.ts'
import { SHAPES } from './shapes.ts'

type Minutes = Overview['minutes']

/** Sagas by the minute and their ending: drawn, and as the number of each ending in all the time that is drawn. */
export function PerMinute({ minutes }: { minutes: Minutes }) {
  return (
    <Card title="Sagas per minute" aside={<span className="soft small">last 30 minutes</span>}>
      <ul className="wall-legend">
        {ENDINGS.map((ending) => (
          <li key={ending} data-tone={SHAPES[ending].tone} data-ending={ending}>
            <span className="wall-swatch" aria-hidden="true" />
            <Icon name={SHAPES[ending].icon} /> {ending} <b>{endedIn(minutes, ending)}</b>
          </li>
        ))}
      </ul>
      <Chart minutes={minutes} />
    </Card>
  )
}

function Chart({ minutes }: { minutes: Minutes }) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<MinutesChart>(undefined)
  useEffect(() => {
    chart.current = new MinutesChart(place.current!)
    return () => chart.current?.close()
  }, [])
  useEffect(() => chart.current?.show(minutes), [minutes])
  return <div ref={place} className="wall-chart" aria-hidden="true" />
}
