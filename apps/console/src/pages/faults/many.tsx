import { useQueryClient } from '@tanstack/react-query'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { useOperatorToken } from '../../api/operator.ts'
import { type ApiRequest, perform } from '../../api/request.ts'
import { Button, CopyCurl, Icon, ProblemState } from '../../ui/index.ts'

interface Props {
  readonly name: string
  readonly requests: readonly ApiRequest[]
  readonly done: string
  readonly icon?: ComponentProps<typeof Button>['icon']
  readonly variant?: ComponentProps<typeof Button>['variant']
  readonly of?: string
}

/** One press, one request for each service. Those that fail are told; the others have happened. */
export function Many({ name, requests, done, icon, variant, of }: Props) {
  const client = useQueryClient()
  const token = useOperatorToken()
  const [isBusy, setBusy] = useState(false)
  const [told, setTold] = useState<ReactNode>()
  const act = async () => {
    setBusy(true)
    const results = await Promise.allSettled(requests.map((request) => perform(request)))
    const failed = results.filter((result) => result.status === 'rejected')
    setTold(failed.length === 0 ? <Done text={done} /> : <ProblemState error={failed[0]!.reason} />)
    setBusy(false)
    client.invalidateQueries()
  }
  return (
    <div className="stack">
      <div className="row">
        <Button
          {...{ icon, variant }}
          {...(of && { 'aria-label': `${name}: ${of}` })}
          isDisabled={!token || isBusy || requests.length === 0}
          onPress={act}
        >
          {name}
        </Button>
        {requests[0] && <CopyCurl request={requests[0]} />}
      </div>
      {told}
    </div>
  )
}

const Done = ({ text }: { text: string }) => (
  <p className="row" role="status">
    <Icon name="check" /> {text}
  </p>
)
