import type { Row } from '@bistro/kit'
import { tableOf, toRecord } from '@bistro/kit/postgres'
import type { Snapshot } from '../collect/snapshot.ts'
import type { AnyView } from './view-replay.ts'

const ROWS_AT_A_TIME = 1_000

/**
 * Replaces the live rows with the replayed rows in one transaction, by way of a second table. The live table itself
 * stays, with its rights and the names that migrations know.
 */
export async function swapRows(snapshot: Snapshot, view: AnyView, rows: readonly Row[]): Promise<void> {
  const live = tableOf(view)
  const beside = tableOf({ name: `${view.name}_replayed` })
  await snapshot.write(`create table ${beside} (like ${live} including all)`)
  for (let start = 0; start < rows.length; start += ROWS_AT_A_TIME) {
    const page = rows.slice(start, start + ROWS_AT_A_TIME).map(toRecord)
    await snapshot.write(`insert into ${beside} select * from json_populate_recordset(null::${live}, $1)`, [
      JSON.stringify(page),
    ])
  }
  await snapshot.write(`delete from ${live}`)
  await snapshot.write(`insert into ${live} select * from ${beside}`)
  await snapshot.write(`drop table ${beside}`)
  await snapshot.write('commit')
}
