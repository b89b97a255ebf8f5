import type { Application } from '@bistro/kit/process'
import Type from 'typebox'
import { routes } from './http/routes.ts'
import { reservation } from './service.ts'

export const application: Application = {
  name: reservation.name,
  settings: Type.Object({}),
  build: () => ({ service: reservation, routes }),
}
