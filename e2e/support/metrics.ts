import { type Manifest, routesOf, type ServiceName } from '@bistro/client'
import { dataOf } from '@bistro/http-client'

/** What a service counts, as Prometheus reads it. */
export const metricsOf = (manifest: Manifest, service: ServiceName): Promise<string> =>
  dataOf(routesOf(manifest, service).GET('/metrics', { parseAs: 'text' }))
