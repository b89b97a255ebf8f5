import type { Address, EventOf } from '@bistro/events'
import type { View } from '@bistro/kit'

/** Where a guest's next parcel goes. */
export type DeliveryAddress = {
  readonly customerId: string
  readonly address: Address
}

type Event = EventOf<'CustomerRegistered' | 'CustomerAddressChanged'>
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
