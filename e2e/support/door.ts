import type { Manifest } from '@bistro/client'
import { forEachService } from '@bistro/services'

/** How the gateway is reached, and what it is let in with. @throws where it is left out */
export function accessOfGateway({ gateway }: Manifest): NonNullable<Manifest['gateway']> {
  if (!gateway) throw new Error('this stack has no gateway')
  return gateway
}

export const gatewayUrl = (manifest: Manifest): string => accessOfGateway(manifest).url

/** The same system, with every service reached through the gateway. */
export const throughTheDoor = (manifest: Manifest): Manifest => ({
  ...manifest,
  services: forEachService((service) => ({
    ...manifest.services[service],
    url: `${gatewayUrl(manifest)}/api/${service}`,
  })),
})
