import { gatewayCall } from '@bistro/http-client'
import { asOperator } from '../../api/request.ts'
import { Action } from '../../operator/action.tsx'

interface Props {
  readonly topic: string
  readonly partitions: number
  readonly most: number
}

export function AddPartitions({ topic, partitions, most }: Props) {
  return (
    <Action
      name="Add partitions"
      of={topic}
      field={{
        label: 'Partitions',
        description: `It has ${partitions}. More than that, ${most} at most.`,
        initial: String(partitions + 1),
        inputMode: 'numeric',
      }}
      request={({ field }) =>
        asOperator(
          gatewayCall('post', '/api/partitions/{topic}', {
            params: { path: { topic } },
            body: { partitions: Number(field) },
          }),
        )
      }
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
