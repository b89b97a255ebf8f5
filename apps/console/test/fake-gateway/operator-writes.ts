import { type Asked, problem, type Reply } from './routes.ts'

interface Written extends Asked {
  readonly body: unknown
}

type Route = (written: Written) => Reply

const operatorsOnly = problem(401, 'unauthenticated', 'Operators only', "This route requires the operator's token.")
const stillFailing = problem(
  ...([409, 'still-failing', 'Still failing'] as const),
  "The message stays parked: the field 'amount' is missing.",
)

const forOperators =
  (route: Route): Route =>
  (written) =>
    written.isOperator ? route(written) : operatorsOnly

/** The parked message of the fake belongs to this stream for all its actions. */
const record = ({ state, ids: [service = '', id = ''], body }: Written, type: string) =>
  state.actions.record(service, id, type, body)

const retry: Route = (written) => {
  if (!written.state.actions.isRepaired) return stillFailing
  return settleParked(written, 'RetryParked')
}

function settleParked(written: Written, type: string): Reply {
  written.state.actions.settle(written.ids[1]!)
  record(written, type)
  return { status: 202, body: { behind: 3 } }
}

function settleRefund(written: Written, type: string): Reply {
  const [orderId = ''] = written.ids
  written.state.actions.settle(orderId)
  written.state.actions.record('payment', orderId, type, written.body)
  return { status: 202, body: {} }
}

const rebuild: Route = ({ state, ids: [, view = ''] }) => {
  state.actions.rebuild(view)
  return { status: 202, body: {} }
}

const swap: Route = (written) => {
  if (written.state.actions.swapProblem !== undefined) return { status: 202, body: {} }
  written.state.actions.swap(written.ids[1]!)
  record(written, 'SwapView')
  return { status: 202, body: {} }
}

export const OPERATOR_WRITES: readonly (readonly [RegExp, Route])[] = [
  [/^\/api\/([a-z]+)\/parked\/([^/]+)\/retry$/, forOperators(retry)],
  [/^\/api\/([a-z]+)\/parked\/([^/]+)\/skip$/, forOperators((written) => settleParked(written, 'SkipParked'))],
  [
    /^\/api\/payment\/payments\/([^/]+)\/refund-retry$/,
    forOperators((written) => settleRefund(written, 'RetryRefund')),
  ],
  [
    /^\/api\/payment\/payments\/([^/]+)\/refund-settlement$/,
    forOperators((written) => settleRefund(written, 'SettleRefund')),
  ],
  [/^\/api\/([a-z]+)\/views\/([^/]+)\/rebuild$/, forOperators(rebuild)],
  [/^\/api\/([a-z]+)\/views\/([^/]+)\/swap$/, forOperators(swap)],
]
