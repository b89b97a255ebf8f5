/** Fields that no page shows, whoever looks and wherever they stand; `charge.reference`: only within `charge`. */
const SECRETS: readonly string[] = ['cardToken', 'charge.reference']

const isSecret = (within: string, field: string): boolean =>
  SECRETS.includes(field) || SECRETS.includes(`${within}.${field}`)

/** The same value, with every secret in it covered. */
export function withoutSecrets(value: unknown, within = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, within))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      isSecret(within, field) ? '(secret)' : withoutSecrets(inner, field),
    ]),
  )
}

export function holdsSecret(value: unknown, within = ''): boolean {
  if (Array.isArray(value)) return value.some((item) => holdsSecret(item, within))
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([field, inner]) => isSecret(within, field) || holdsSecret(inner, field))
}
