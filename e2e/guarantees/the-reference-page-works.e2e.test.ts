import { arrange, ORDINARY, readEvents, reserve, SERVICES, type ServiceName, watchSagas } from '@bistro/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endOf, textIn } from '../support/sagas.ts'
import { manifest } from '../support/shared-stack.ts'

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly example?: string }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly example?: object } } }
  readonly security?: readonly object[]
  readonly 'x-bistro-role': string
}

interface Description {
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** As a browser reads it that has the page open. */
const describedBy = async (service: ServiceName): Promise<Description> =>
  (await fetch(`${manifest.services[service].url}/docs/openapi.json`)).json() as Promise<Description>

/** Exactly what is filled in, and nothing else. */
function send(url: string, method: string, path: string, { parameters = [], requestBody }: Operation) {
  const filled = parameters.filter(({ example }) => example !== undefined)
  const of = (place: string) =>
    Object.fromEntries(filled.filter((one) => one.in === place).map((one) => [one.name, String(one.example)]))
  const target = Object.entries(of('path')).reduce((text, [name, value]) => text.replace(`{${name}}`, value), path)
  const body = requestBody?.content['application/json'].example
  const query = new URLSearchParams(of('query'))
  return fetch(`${url}${target}${query.size > 0 ? `?${query}` : ''}`, {
    method: method.toUpperCase(),
    headers: { ...of('header'), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
}

describe('every request of the reference pages works as it is filled in', () => {
  beforeAll(async () => {
    const reader = await readEvents(manifest)
    afterAll(() => reader.close())
    const arranged = await arrange(manifest, ORDINARY)
    const answer = await reserve(manifest, arranged, ORDINARY)
    await endOf(watchSagas(reader), textIn(answer, 'reservationId'))
  })

  it.each(SERVICES)('%s', async (service) => {
    const { servers, paths } = await describedBy(service)
    expect(servers).toEqual([{ url: manifest.services[service].url }])
    const answers: string[] = []
    for (const [path, operations] of Object.entries(paths))
      for (const [method, operation] of Object.entries(operations)) {
        const answer = await send(servers[0]?.url ?? '', method, path, operation)
        const text = await answer.text()
        // An operator puts the token in, which the answer says how to do; the carrier alone can sign.
        const isClosed = operation.security !== undefined || operation['x-bistro-role'] === 'carrier'
        const isFine = isClosed ? answer.status === 401 && /token|[Ss]ign/.test(text) : answer.ok
        answers.push(isFine ? 'works' : `${method} ${path}: ${answer.status} ${text}`)
      }
    expect([answers.length > 6, new Set(answers)]).toEqual([true, new Set(['works'])])
  })
})
