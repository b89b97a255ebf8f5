import type { Away, Waiting } from '@bistro/audit'
import { isInContainers, startCommand } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import { SERVICES } from '@bistro/client/names'
import { urlOf } from '@bistro/stack'

interface Seen {
  readonly orderId: string
  readonly isEnded: boolean
  readonly waitingFor: readonly Waiting[]
  readonly away: readonly Away[]
}

type Stack = Pick<Manifest, 'processes' | 'mode' | 'portBase' | 'services'>

/** What to type now, a line each; whatever needs nobody is said to go on by itself. */
export function adviceFor(stack: Stack, dataDir: string, seen: Seen): string[] {
  const starts = [...new Set(seen.away.map(({ part }) => startCommand(stack, part)))]
  const operator = seen.waitingFor.flatMap((waiting) => operatorCommands(stack, seen.orderId, waiting))
  const rereads = seen.waitingFor.flatMap((waiting) => rereadCommand(stack, waiting))
  const lines = [...starts, ...rereads, ...(operator.length > 0 ? [tokenCommand(stack, dataDir), ...operator] : [])]
  if (lines.length > 0) return lines
  if (seen.waitingFor.length > 0)
    return ['Nothing: the saga continues by itself. To see its progress, run the command again.']
  return seen.isEnded
    ? ['Nothing: the saga is done.']
    : ['npm run audit   # in some seconds: it says whether the saga is stuck']
}

const WHY = `-H 'Content-Type: application/json' -d '{"why":"..."}' `

function operatorCommands(stack: Stack, orderId: string, { kind, service, parked }: Waiting): string[] {
  const url = urlOf(service, stack.portBase)
  const post = (path: string, more = ''): string =>
    `curl -s -X POST -H "Authorization: Bearer $TOKEN" ${more}${url}${path}`
  if (parked)
    return [
      `${post(`/parked/${parked.id}/retry`)}   # tries it again, and says why it stays parked`,
      `${post(`/parked/${parked.id}/skip`, WHY)}   # skips it`,
    ]
  if (kind !== 'outside' || service !== 'payment') return []
  return [
    `${post(`/payments/${orderId}/refund-retry`)}   # the provider may think better of it`,
    `${post(`/payments/${orderId}/refund-settlement`, WHY)}   # the guest has the money back on another way`,
  ]
}

function rereadCommand({ services }: Stack, { service, parked }: Waiting): string[] {
  if (parked?.reason !== 'gap') return []
  const owner = SERVICES.find((name) => parked.source === `/services/${name}`)
  const topic = owner && services[owner].kafka.topic
  return topic ? [`npm run reread -- ${service} ${topic}`] : []
}

const tokenCommand = (stack: Stack, dataDir: string): string =>
  isInContainers(stack)
    ? `TOKEN=$(sed -n 's/^OPERATOR_TOKEN=//p' infra/.env)`
    : `TOKEN=$(node -p "JSON.parse(fs.readFileSync('${dataDir}/stack.json')).operator.token")`
