import type { SagaDetail } from '@bistro/gateway/contract'
import { useMutation } from '@tanstack/react-query'
import { cancellationRequest } from '../../api/cancellation.ts'
import { perform } from '../../api/request.ts'
import { Button, CopyCurl } from '../../ui/index.ts'

/** What the guest may do while the saga runs. */
export function GuestCancels({ saga: { reservationId } }: { saga: SagaDetail }) {
  const request = cancellationRequest(reservationId)
  const { mutate, isPending, error } = useMutation({ mutationFn: () => perform(request) })
  return (
    <div className="row">
      <Button icon="undo" isDisabled={isPending} onPress={() => mutate()}>
        Cancel as the guest
      </Button>
      <CopyCurl request={request} />
      {error && (
        <span role="alert" className="small foreign">
          {error.message}
        </span>
      )}
    </div>
  )
}
