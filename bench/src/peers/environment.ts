import { Generator } from '../load/generator.ts'
import type { Guest } from '../load/protocol.ts'
import { makeGuests } from '../product/guests.ts'
import { eachService } from '../product/processes.ts'
import { type Product, type ProductOptions, startProduct } from '../product/product.ts'

/** What a design is started with. */
export interface Environment {
  readonly product: Product
  readonly generator: Generator
  readonly guests: readonly Guest[]
  readonly isSmoke: boolean
}

/** The servers of a product that knows its guests; its services are stopped until it is their turn. */
export async function openEnvironment(
  flags: ProductOptions['flags'],
  guestCount: number,
  isSmoke: boolean,
): Promise<Environment & { close(): Promise<void> }> {
  const product = await startProduct({ flags })
  const generator = await Generator.connect(product.manifest)
  const guests = await makeGuests(product.manifest, 'served', guestCount)
  await eachService(product, product.process.stop)
  const close = async (): Promise<void> => {
    await generator.close()
    await product.close()
  }
  return { product, generator, guests, isSmoke, close }
}
