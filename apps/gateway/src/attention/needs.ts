import { forEachServiceAtOnce, isServiceName } from '@bistro/services'
import { loadNeeds } from '@bistro/services/contract'

const needs = await forEachServiceAtOnce(loadNeeds)

/** The fields that a service reads of an event, and which of them the message lacks; without data it lacks them all. */
export function needsOf(
  service: string,
  type: string | undefined,
  data: unknown,
): { field: string; missing: boolean }[] {
  const fields = isServiceName(service) && type !== undefined ? (needs[service][type] ?? []) : []
  const has = (field: string): boolean => typeof data === 'object' && data !== null && Object.hasOwn(data, field)
  return fields.map((field) => ({ field, missing: !has(field) }))
}
