import { audit } from '@bistro/audit'
import type { Product } from './product.ts'

/** What the audit finds, a line for each violation. */
export async function violationsIn({ manifest }: Product): Promise<string[]> {
  const { findings } = await audit(manifest)
  return findings.flatMap(({ invariant, violations }) =>
    violations.map(({ what, ids }) => `${invariant.name}: ${what} ${JSON.stringify(ids)}`),
  )
}
