import { clientOf } from '@bistro/http-client'
import type { Manifest } from './manifest.ts'
import type { ServiceName } from './names.ts'

/** The routes of a service, as a guest calls them. */
export const routesOf = <S extends ServiceName>({ services }: Pick<Manifest, 'services'>, service: S) =>
  clientOf(service, { url: services[service].url })

/** The same, and those for operators. */
export const operatorRoutesOf = <S extends ServiceName>({ services, operator }: Manifest, service: S) =>
  clientOf(service, { url: services[service].url, operatorToken: operator.token })
