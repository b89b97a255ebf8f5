import type { Application } from '@bistro/kit/process'
import Type from 'typebox'
import { breaks } from './breaks.ts'
import { routes } from './http/routes.ts'
import { customer } from './service.ts'

export const application: Application = {
  name: customer.name,
  settings: Type.Object({}),
  breaks,
  build: () => ({ service: customer, routes }),
}
