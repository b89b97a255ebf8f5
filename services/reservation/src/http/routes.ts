import type { Routes } from '@bistro/kit/http'
import { addEvenings } from './evenings.ts'
import { addReservation } from './reservation.ts'
import { addReserving } from './reservations.ts'

export const routes: Routes = (context) => {
  addEvenings(context)
  addReserving(context)
  addReservation(context)
}
