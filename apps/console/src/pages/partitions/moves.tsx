import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { movesCall, movesQuery } from '../../api/queries.ts'
import { Card, CopyCurl, Field, Loaded } from '../../ui/index.ts'

const DOTS = 100

/** The share of keys that move when partitions are added, drawn as a hundred keys. */
export function Moves({ from, most }: { from: number; most: number }) {
  const [text, setText] = useState(String(Math.min(from + 1, most)))
  const to = Math.min(Math.max(from, Math.trunc(Number(text)) || from), most)
  const moves = useQuery(movesQuery(from, to))
  return (
    <Card title="Which keys move when partitions are added?">
      <div className="partitions-inputs">
        <Field
          label={`From ${from} partitions to`}
          value={text}
          onChange={setText}
          inputMode="numeric"
          description={`${most} at most`}
        />
      </div>
      <Loaded query={moves} what="the moves">
        {({ modulo, consistent }) => (
          <div className="partitions-moves">
            <Share name="Kafka: the hash modulo the number of partitions" share={modulo} />
            <Share name="Consistent hashing on a ring" share={consistent} />
          </div>
        )}
      </Loaded>
      <p className="soft">
        Here a moved key costs little: the version gate of each stream keeps the order, whichever partition its events
        come from. So the partitioner stays Kafka’s own, and every client agrees on it.
      </p>
      <CopyCurl request={movesCall(from, to)} />
    </Card>
  )
}

function Share({ name, share }: { name: string; share: number }) {
  const moved = Math.round(share * DOTS)
  return (
    <figure className="partitions-share">
      <figcaption>
        <b>{(share * 100).toFixed(share < 0.1 ? 1 : 0)} %</b> move <span className="soft">{name}</span>
      </figcaption>
      <div className="partitions-dots" aria-hidden="true">
        {Array.from({ length: DOTS }, (_, index) => (
          <span key={index} data-moved={index < moved || undefined} />
        ))}
      </div>
    </figure>
  )
}
