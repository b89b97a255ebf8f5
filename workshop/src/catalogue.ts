import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { StackError } from '@bistro/client/errors'
import type { Lab } from './lab.ts'
import { LABS } from './places.ts'

/** A lab, and where it is. */
export interface FoundLab {
  /** Of its folder, such as `03-charged-twice`. */
  readonly name: string
  readonly folder: string
  readonly lab: Lab
}

const NAME = /^\d\d-[a-z0-9-]+$/

/** The folders of all labs, in order. */
export const labFolders = (labs = LABS): readonly string[] =>
  existsSync(labs)
    ? readdirSync(labs)
        .filter((name) => NAME.test(name) && existsSync(join(labs, name, 'lab.ts')))
        .sort()
    : []

export const allLabs = (labs = LABS): Promise<readonly FoundLab[]> =>
  Promise.all(labFolders(labs).map((name) => loadLab(name, labs)))

/** The lab with this number. @throws StackError where there is none */
export async function labNumbered(number: number, labs = LABS): Promise<FoundLab> {
  const name = labFolders(labs).find((one) => Number.parseInt(one, 10) === number)
  if (name === undefined) throw new StackError(`There is no lab ${number}.`, 'npm run lab -- list')
  return loadLab(name, labs)
}

async function loadLab(name: string, labs: string): Promise<FoundLab> {
  const folder = join(labs, name)
  const { lab } = (await import(pathToFileURL(join(folder, 'lab.ts')).href)) as { lab: Lab }
  return { name, folder, lab }
}
