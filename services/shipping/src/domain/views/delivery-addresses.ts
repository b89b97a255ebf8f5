import type { Address } from '@bistro/events'
import type { View } from '@bistro/kit'
import type { Consumed } from '../consumes.ts'

/** Where a guest's next parcel goes. */
export type DeliveryAddress = {
  readonly customerId: string
  readonly address: Address
}

type Event = Consumed<'CustomerRegistered' | 'CustomerAddressChanged'>
type Data = { readonly customerId: string; readonly address: Address }

const fold = {
  key: (event: Data): string => event.customerId,
  row: (_: unknown, { customerId, address }: Data): DeliveryAddress => ({ customerId, address }),
}

export const deliveryAddresses: View<DeliveryAddress, Event> = {
  name: 'delivery_addresses',
  source: 'replicated',
  key: 'customerId',
  on: { CustomerRegistered: fold, CustomerAddressChanged: fold },
}
