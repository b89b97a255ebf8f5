import type { AnyView, Row } from '../model/view.ts'

const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const camel = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** `evening_id` → `eveningId`. */
export const toRow = (record: Row): Row =>
  Object.fromEntries(Object.entries(record).map(([column, value]) => [camel(column), value]))

/** `eveningId` → `evening_id`. */
export const toRecord = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [snake(field), value]))

export const columnOf = (field: string): string => identifier(snake(field))

/** Names come from the service's definitions; an unusual one is a mistake there. */
function identifier(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`invalid table or column name: ${name}`)
  return `"${name}"`
}

export const tableOf = (view: Pick<AnyView, 'name'>): string => identifier(view.name)
