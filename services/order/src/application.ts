import type { Application } from '@bistro/kit/process'
import Type from 'typebox'
import { breaks } from './breaks.ts'
import { routes } from './http/routes.ts'
import { order } from './service.ts'

export const application: Application = {
  name: 'order',
  settings: Type.Object({}),
  breaks,
  build: () => ({ service: order, routes }),
}
