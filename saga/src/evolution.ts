import { describe, incompatibilities } from '@bistro/events/evolution'
import { readersOf } from './readers.ts'

// A part of the check: every version of every event against all before it, as the registry would judge it, offline.
for (const fault of incompatibilities()) {
  console.error(`libs/events/schemas: ${describe(fault, readersOf)}`)
  process.exitCode = 1
}
