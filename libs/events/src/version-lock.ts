import { fingerprint } from './fingerprint.ts'
import { folderOf, type SchemaFile } from './read-schemas.ts'

/** Fingerprint of each schema version when it was added, by file. */
export type VersionLock = Readonly<Record<string, string>>

/** Adds new versions; existing entries never change. */
export function extendLock(lock: VersionLock, files: readonly SchemaFile[]): VersionLock {
  const entries = Object.entries({ ...Object.fromEntries(hashesOf(files)), ...lock })
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Versions that were edited, removed, or are not in the lock yet; each with what to do. */
export function lockFaults(lock: VersionLock, files: readonly SchemaFile[]): string[] {
  const hashes = hashesOf(files)
  const gone = Object.keys(lock).filter((file) => !hashes.has(file))
  return [
    ...gone.map(
      (file) => `${file} is gone, but events of that version stay on the topic for ever. git checkout restores it.`,
    ),
    ...[...hashes].flatMap(([file, hash]) => {
      if (lock[file] === undefined) return [`${file} is not in schemas/versions.json yet. Type: npm run generate`]
      return lock[file] === hash ? [] : [edited(file)]
    }),
  ]
}

const edited = (file: string): string =>
  `${file} was edited, but events of that version are on topics and in databases. Undo the edit (git checkout), ` +
  'copy the highest version to the next number, make the change there, and type: npm run generate. ' +
  'Was that version never deployed? Then remove it from schemas/versions.json and schemas/ids.json instead, and type: npm run generate'

const hashesOf = (files: readonly SchemaFile[]): Map<string, string> =>
  new Map(
    files.flatMap((file) =>
      file.versions.map((schema, index) => [`${folderOf(file)}/v${index + 1}.avsc`, fingerprint(schema)] as const),
    ),
  )
