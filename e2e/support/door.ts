import type { Manifest } from '@bistro/client'
import { clientOf } from '@bistro/http-client'
import { forEachService } from '@bistro/services'

/** How the gateway is reached, and what it is let in with. @throws where it is left out */
export function accessOfGateway({ gateway }: Manifest): NonNullable<Manifest['gateway']> {
  if (!gateway) throw new Error('this stack has no gateway')
  return gateway
}

export const gatewayUrl = (manifest: Manifest): string => accessOfGateway(manifest).url

/** A page of the console, as the operator opens it. */
export const pageUrl = (manifest: Manifest, path: string): string =>
  `${gatewayUrl(manifest)}${path}#operator=${manifest.operator.token}`

/** The gateway's own routes, as the operator calls them. */
export const gatewayOf = (manifest: Manifest) =>
  clientOf('gateway', { url: gatewayUrl(manifest), operatorToken: manifest.operator.token })

/** The same system, with every service reached through the gateway. */
export const throughTheDoor = (manifest: Manifest): Manifest => ({
  ...manifest,
  services: forEachService((service) => ({
    ...manifest.services[service],
    url: `${gatewayUrl(manifest)}/api/${service}`,
  })),
})
