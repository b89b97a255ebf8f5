import type { ServiceName } from '@bistro/client'
import type { Databases } from '../stack/sql.ts'

const OF_TABLE = `select privilege_type as right from information_schema.role_table_grants
  where grantee = $1 and table_name = $2`
const OF_COLUMNS = `select privilege_type as right, string_agg(quote_ident(column_name), ', ') as columns
  from information_schema.role_column_grants g
  where grantee = $1 and table_name = $2 and not exists (select from information_schema.role_table_grants t
    where t.grantee = g.grantee and t.table_name = g.table_name and t.privilege_type = g.privilege_type)
  group by privilege_type`

/** The rights of a service on a table: as statements that grant them again, without the role's name. */
export async function grantsOf(databases: Databases, service: ServiceName, table: string): Promise<string[]> {
  const values = [databases.roleOf(service), table]
  const whole = await databases.run<{ right: string }>(service, { text: OF_TABLE, values })
  const parts = await databases.run<{ right: string; columns: string }>(service, { text: OF_COLUMNS, values })
  return [
    ...whole.map(({ right }) => `grant ${right} on ${table}`),
    ...parts.map(({ right, columns }) => `grant ${right} (${columns}) on ${table}`),
  ]
}
