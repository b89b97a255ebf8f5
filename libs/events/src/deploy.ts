import { RegistryUnavailable } from './errors.ts'
import { forAll } from './for-all.ts'
import { catalogue, type EventType } from './generated/events.ts'
import { type Answer, type Call, registryCalls } from './registry-http.ts'
import { eventTypes, subjectOf } from './topics.ts'

const COMPATIBILITY = 'FULL_TRANSITIVE'

/** The registry would not take a schema; nothing of this deployment was registered. */
export class SchemaRejected extends Error {
  override readonly name = 'SchemaRejected'
  readonly subject: string

  constructor(subject: string, rule: string) {
    super(
      `${subject}: ${rule}. Old and new programs read each other's events, so a field may only be added or removed ` +
        'with a default, and none may be renamed or change its type. If the change has to break this, publish a new ' +
        'topic (….v2) beside the old one until its last reader has moved.',
    )
    this.subject = subject
  }
}

export interface Deployment {
  /** Base of Confluent's API. */
  readonly registryUrl: string
  /** Told what is being done, in a few words, for a person who waits. */
  readonly onProgress?: (text: string) => void
}

/**
 * Puts every schema into the registry, each subject FULL_TRANSITIVE. Safe to repeat. All schemas are judged before the
 * first is registered. Rejects with SchemaRejected or RegistryUnavailable.
 */
export async function deploySchemas({ registryUrl, onProgress = () => {} }: Deployment): Promise<void> {
  const call = registryCalls(registryUrl)
  const fresh: EventType[] = []
  onProgress(`checking ${eventTypes.length} schemas`)
  await forAll(eventTypes, async (type) => {
    await requireCompatibility(call, type)
    if (await isRegistered(call, type)) return
    await judge(call, type)
    fresh.push(type)
  })
  if (fresh.length > 0) onProgress(`registering ${fresh.length} schemas`)
  await forAll(fresh, (type) => register(call, type))
  onProgress(`${eventTypes.length} schemas in place, ${fresh.length} of them new`)
}

// Before the first version: the registry stores the rule for a subject that does not exist yet, so that there is no
// moment in which somebody may register a second version without it.
async function requireCompatibility(call: Call, type: EventType): Promise<void> {
  const answer = await call('PUT', `/config/${subjectOf(type)}`, { compatibility: COMPATIBILITY })
  if (answer.status >= 300) throw unexpected(type, `would not set the compatibility to ${COMPATIBILITY}`, answer)
}

async function isRegistered(call: Call, type: EventType): Promise<boolean> {
  const answer = await call('POST', `/subjects/${subjectOf(type)}`, bodyOf(type))
  if (answer.status >= 300 && answer.status !== 404) throw unexpected(type, 'would not look the schema up', answer)
  return answer.status < 300
}

async function judge(call: Call, type: EventType): Promise<void> {
  const answer = await call('POST', `/compatibility/subjects/${subjectOf(type)}/versions?verbose=true`, bodyOf(type))
  if (answer.status === 404) return
  if (answer.status >= 300) throw unexpected(type, 'would not judge the schema', answer)
  if (answer.body.is_compatible !== true) throw new SchemaRejected(subjectOf(type), ruleOf(answer))
}

function ruleOf({ body }: Answer): string {
  const details = Array.isArray(body.messages) ? body.messages.join('; ') : ''
  return `the schema is not ${COMPATIBILITY} with the versions before it${details && ` (${details})`}`
}

async function register(call: Call, type: EventType): Promise<void> {
  const answer = await call('POST', `/subjects/${subjectOf(type)}/versions`, bodyOf(type))
  if (answer.status === 409) throw new SchemaRejected(subjectOf(type), String(answer.body.message))
  if (answer.status >= 300) throw unexpected(type, 'would not register the schema', answer)
}

const bodyOf = (type: EventType) => ({ schema: JSON.stringify(catalogue[type].schema) })

const unexpected = (type: EventType, what: string, { status, body }: Answer) =>
  new RegistryUnavailable(`The registry ${what} of ${subjectOf(type)}: ${status} ${body.message ?? ''}`)
