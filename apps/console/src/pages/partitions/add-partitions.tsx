import { path } from '../../api/request.ts'
import { Action } from '../../operator/action.tsx'

interface Props {
  readonly topic: string
  readonly partitions: number
}

/** More are refused: `MAX_PARTITIONS` of the stack. */
const MOST = 64

export function AddPartitions({ topic, partitions }: Props) {
  return (
    <Action
      name="Add partitions"
      of={topic}
      field={{
        label: 'Partitions',
        description: `It has ${partitions}. More than that, ${MOST} at most.`,
        initial: String(partitions + 1),
        inputMode: 'numeric',
      }}
      request={({ field }) => ({
        method: 'POST',
        path: path`/api/partitions/${topic}`,
        body: { partitions: Number(field) },
        asOperator: true,
      })}
      result={(_, { field }) => (
        <>
          <p>
            {topic} gets {field} partitions. Many keys go to another partition from this moment on.
          </p>
          <p>
            Order per key holds all the same: an event that overtakes the earlier ones of its stream, because it stands
            in another partition, is parked at the version gate (reason “gap”) and taken after them. Make reservations
            and watch the invariants on the wall.
          </p>
        </>
      )}
    >
      <p>
        The topic gets more partitions while everything runs. It cannot get fewer again. Keys move to other partitions,
        and the gates keep the order of each stream.
      </p>
    </Action>
  )
}
