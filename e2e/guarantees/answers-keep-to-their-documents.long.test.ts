import { arrange, ORDINARY, reserve, SERVICES } from '@bistro/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fuzz, installed, whyNot } from '../fuzz/schemathesis.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

const TIMEOUT_MS = 300_000
const reason = await whyNot()
if (reason) console.warn(`HTTP fuzzing: SKIPPED, as ${reason}. Install python3 and python3-venv to have it.`)

describe.skipIf(reason)('whatever is sent: no 5xx, and no answer that /openapi.json does not describe', () => {
  const found = new Map<string, string>()
  let stack: HostedStack

  beforeAll(async () => {
    const python = await installed()
    stack = await startHostedStack({ settings: WITHOUT_CONSOLE })
    const { manifest } = stack
    await reserve(manifest, await arrange(manifest, ORDINARY), ORDINARY) // lists are better with something in them
    const secrets = { webhook: manifest.carrier.webhookSecrets[0] ?? '', operator: manifest.operator.token }
    const looks = SERVICES.map(async (name) =>
      found.set(name, await fuzz(python, manifest.services[name].url, secrets)),
    )
    await Promise.all(looks)
  }, TIMEOUT_MS)
  afterAll(async () => {
    await stack?.stop()
  })

  it.each(SERVICES)('%s', (name) => {
    expect(found.get(name)).toBe('')
  })
})
