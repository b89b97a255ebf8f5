import { useState } from 'react'
import { path } from '../../api/request.ts'
import { Action } from '../../operator/action.tsx'
import { Field } from '../../ui/index.ts'

interface Props {
  readonly topic: string
  readonly partitions: number
}

const MOST = 1000

export function AddPartitions({ topic, partitions }: Props) {
  const [text, setText] = useState(String(partitions + 1))
  const wanted = Number(text)
  return (
    <Action
      name="Add partitions"
      of={topic}
      request={() => ({
        method: 'POST',
        path: path`/api/partitions/${topic}`,
        body: { partitions: wanted },
        asOperator: true,
      })}
      result={() => (
        <>
          <p>
            {topic} has {wanted} partitions now. Many keys go to another partition from this moment on.
          </p>
          <p>
            Order per key holds all the same: an event that overtakes the earlier ones of its stream, because it stands
            in another partition, is parked at the version gate (reason “gap”) and taken when they have been taken. Make
            reservations and watch the invariants on the wall.
          </p>
        </>
      )}
    >
      <p>
        The topic gets more partitions while everything runs. It cannot get fewer again. Keys move to other partitions,
        and the gates keep the order of each stream.
      </p>
      <Field
        label="Partitions"
        value={text}
        onChange={setText}
        inputMode="numeric"
        description={`It has ${partitions}. More than that, ${MOST.toLocaleString('en')} at most.`}
      />
    </Action>
  )
}
