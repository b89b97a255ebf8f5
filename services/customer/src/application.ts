import type { Application } from '@bistro/kit/process'
import Type from 'typebox'
import { routes } from './http/routes.ts'
import { customer } from './service.ts'

export const application: Application = {
  name: customer.name,
  settings: Type.Object({}),
  build: () => ({ service: customer, routes }),
}
