/** As Postgres writes them: in another case the same id would be another key. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What no schema of Avro can say and every reader relies on; the first field that breaks it, never its value. */
export function faultIn(data: object): string | undefined {
  for (const [name, value] of Object.entries(data)) {
    const fault = faultOf(value, name, name)
    if (fault !== undefined) return fault
  }
  return undefined
}

function faultOf(value: unknown, name: string, path: string): string | undefined {
  if (typeof value === 'string') return faultOfText(value, name, path)
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, part] of Object.entries(value)) {
    const fault = faultOf(part, Array.isArray(value) ? name : key, `${path}.${key}`)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** A field whose name ends in `Id` is a key somewhere. */
function faultOfText(text: string, name: string, path: string): string | undefined {
  if (name.endsWith('Id')) return UUID.test(text) ? undefined : `${path} is no UUID in lower case`
  return text.includes('\0') ? `${path} holds the character NUL` : undefined
}
