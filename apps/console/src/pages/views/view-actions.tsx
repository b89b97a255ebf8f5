import { gatewayCall } from '@bistro/http-client'
import { asOperator, kitOf } from '../../api/request.ts'
import { Action } from '../../operator/action.tsx'
import type { View } from './state.ts'
import { SwapResult } from './swap-result.tsx'

export const RebuildAction = ({ view }: { view: View }) => (
  <Action
    name="Rebuild beside it"
    icon="undo"
    of={nameOf(view)}
    request={() =>
      asOperator(gatewayCall('post', `${kitOf(view.service)}/views/{view}/rebuild`, { params: paramsOf(view) }))
    }
    result={() => <p>It is being built from the first event on. The live view serves meanwhile.</p>}
  >
    <p>
      {view.service} reads every event of {view.view} again and folds it into rows beside the live ones. At the end it
      compares both at the same position. Nothing changes for readers.
    </p>
  </Action>
)

export const SwapAction = ({ view }: { view: View }) => (
  <Action
    name="Swap"
    variant={view.rebuild?.status === 'differs' ? 'danger' : 'primary'}
    of={nameOf(view)}
    asksWhy
    request={({ why }) =>
      asOperator(
        gatewayCall('post', `${kitOf(view.service)}/views/{view}/swap`, { params: paramsOf(view), body: { why } }),
      )
    }
    result={() => <SwapResult ordered={view} />}
  >
    <p>
      The rebuilt rows of {view.view} take the place of the live ones, in one transaction.
      {view.rebuild?.status === 'differs' && ' They differ: readers see other rows afterwards.'}
    </p>
  </Action>
)

const nameOf = ({ service, view }: View): string => `${view} in ${service}`

const paramsOf = ({ view }: View) => ({ path: { view } })
