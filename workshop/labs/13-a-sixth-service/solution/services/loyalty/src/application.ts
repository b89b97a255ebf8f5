import type { Application } from '@bistro/kit/process'
import Type from 'typebox'
import { routes } from './http/routes.ts'
import { loyalty } from './service.ts'

export const application: Application = {
  name: loyalty.name,
  settings: Type.Object({}),
  build: () => ({ service: loyalty, routes }),
}
