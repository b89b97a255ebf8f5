import type { LockedSchema } from './avro.ts'
import { RegistryUnavailable } from './errors.ts'
import { fingerprint } from './fingerprint.ts'
import type { EventType } from './generated/events.ts'
import { lockedSchemas } from './locked-schemas.ts'
import { type Answer, type Call, isMissingSchema } from './registry-http.ts'
import { subjectOf } from './topics.ts'

/** Compares the registry with the repository's ids, one call after the other. Returns one sentence per difference. */
export async function compareWith(call: Call): Promise<string[]> {
  const differences: string[] = []
  for (const locked of lockedSchemas) {
    const answer = await call('GET', `/schemas/ids/${locked.id}`)
    if (isMissingSchema(answer)) differences.push(await lost(call, locked))
    else if (!isSame(answer, locked))
      differences.push(
        `The registry has another schema than ${nameOf(locked)} under id ${locked.id}; this program uses the repository's.`,
      )
  }
  return differences
}

/** Another program may have registered the same schema again. */
async function lost(call: Call, locked: LockedSchema): Promise<string> {
  const { status, body } = await call('POST', `/subjects/${nameOf(locked)}`, { schema: JSON.stringify(locked.schema) })
  const instead = status < 300 && typeof body.id === 'number' ? ` and has it under id ${body.id}` : ''
  return `The registry has lost schema ${locked.id} of ${nameOf(locked)}${instead}; the next deployment restores it.`
}

function isSame({ status, body }: Answer, { id, schema }: LockedSchema): boolean {
  if (status >= 300) throw new RegistryUnavailable(`The registry did not return schema ${id}: ${status}.`)
  return fingerprintIn(body.schema) === fingerprint(schema)
}

/** Undefined if the text is not a schema. */
export function fingerprintIn(text: unknown): string | undefined {
  try {
    const schema: unknown = JSON.parse(String(text))
    return typeof schema === 'object' && schema !== null ? fingerprint(schema) : undefined
  } catch {
    return undefined
  }
}

const nameOf = ({ type, edition }: LockedSchema): string => subjectOf(type as EventType, edition)
