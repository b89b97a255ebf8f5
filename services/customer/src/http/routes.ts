import type { Routes } from '@bistro/kit/http'
import { addChanges } from './changes.ts'
import { addCustomers } from './customers.ts'
import { addReservations } from './reservations.ts'

export const routes: Routes = (context) => {
  addCustomers(context)
  addChanges(context)
  addReservations(context)
}
