import type { Manifest, ServiceAccess } from '@bistro/client/manifest'
import type { World } from '@bistro/workshop'

/** The service of the copy: this code knows none of that name. */
export const loyaltyOf = ({ services }: Manifest): ServiceAccess | undefined =>
  (services as Readonly<Record<string, ServiceAccess | undefined>>).loyalty

const UNKNOWN_ROUTE = '/unknown-route'
const NOT_FOUND = 404
const NOT_CAUGHT_UP = 503

/** How many orders it counts for a guest, once it has heard of what the tokens name. Nothing yet is 0. */
export async function deliveredTo(
  world: World,
  { url }: ServiceAccess,
  { customerId, tokens }: { readonly customerId: string; readonly tokens: string },
): Promise<string> {
  const ask = async () => {
    const response = await fetch(`${url}/delivered/${customerId}`, { headers: { 'consistency-token': tokens } })
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> }
  }
  const caughtUp = await world.until(async () => [await ask()].find(({ status }) => status !== NOT_CAUGHT_UP))
  const { status, body } = caughtUp ?? (await ask())
  if (status === NOT_FOUND && !String(body.type).endsWith(UNKNOWN_ROUTE)) return '0'
  return typeof body.delivered === 'number'
    ? String(body.delivered)
    : `${status} ${body.detail ?? JSON.stringify(body)}`
}
