import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { textOf } from './compose-files.ts'

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly action: string }
}

const { groups } = parse(textOf('alerts.yml')) as { groups: readonly { readonly rules: readonly Rule[] }[] }
const rules = groups.flatMap((group) => group.rules)

test.each(rules.map((rule) => [rule.alert, rule] as const))('%s says what has happened and what to do', (_, rule) => {
  expect(rule.expr).toMatch(/\bbistro_\w+/)
  expect(['page', 'ticket']).toContain(rule.labels.severity)
  expect(rule.annotations.summary).toMatch(/\.$/)
  expect(rule.annotations.action).toMatch(/\.$/)
})

test('no two alerts have one name', () => expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length))
