/** Lower case, as Postgres writes them: in another case the same id would be another key. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Checks what Avro cannot express and every reader relies on. Names the first faulty field, never its value. */
export function faultIn(data: object, within = ''): string | undefined {
  for (const key in data) {
    const value: unknown = data[key as keyof typeof data]
    const name = Array.isArray(data) ? within : key
    if (typeof value === 'string') {
      const fault = faultOf(value, name)
      if (fault !== undefined) return `${key} ${fault}`
    } else if (typeof value === 'object' && value !== null) {
      const fault = faultIn(value, name)
      if (fault !== undefined) return `${key}.${fault}`
    }
  }
  return undefined
}

/** A field whose name ends in `Id` is used as a key. */
function faultOf(text: string, name: string): string | undefined {
  if (name.endsWith('Id')) return UUID.test(text) ? undefined : 'is not a UUID in lower case'
  return text.includes('\0') ? 'contains a NUL character' : undefined
}
