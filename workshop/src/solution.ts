import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StackError } from '@bistro/client/errors'
import { createTwoFilesPatch } from 'diff'
import type { FoundLab } from './catalogue.ts'
import { changesIn, stamp } from './learner-copy.ts'
import { type CopyPaths, OWN_FOLDER } from './places.ts'
import { readRecord } from './record.ts'
import { hasState, textsOf, treeOf, writeText } from './states.ts'

/** Whether the solution is code; a lab may have questions besides. */
export const hasCode = ({ folder }: FoundLab): boolean => hasState(folder, 'start') || hasState(folder, 'solution')

/** What would make the learner's copy the solution, as unified diffs by file: `-` is the learner's, `+` the solution's. */
export function solutionDiff({ folder }: FoundLab, { root }: CopyPaths): readonly string[] {
  const mine = treeOf(root)
  return differing(folder, root).map(([path, text = '']) =>
    createTwoFilesPatch(`yours/${path}`, `solution/${path}`, mine(path) ?? '', text, undefined, undefined, {
      headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
    }).trimEnd(),
  )
}

/** `npm run generate` writes them. */
const GENERATED =
  /(^|\/)(generated|fixtures|consumers)\/|^docs\/|^libs\/events\/schemas\/\w+\.json$|openapi[^/]*\.json$/

/** The learner's changed files that the solution leaves alone. */
export function changedBesides({ folder }: FoundLab, paths: CopyPaths): string[] {
  const solution = textsOf(folder, 'solution')
  return changesIn(paths, readRecord(paths)?.start ?? {}).filter((path) => !solution.has(path) && !GENERATED.test(path))
}

export interface Taken {
  readonly path: string
  /** Where the learner's version is; undefined where there was none. */
  readonly keptIn?: string
}

/**
 * Takes a file of the solution, or all in which the copy differs from it.
 * @throws StackError for a file of which the solution has no other version
 */
export function takeSolution({ folder }: FoundLab, { root }: CopyPaths, file?: string): readonly Taken[] {
  const all = differing(folder, root)
  const wanted = file === undefined ? all : all.filter(([path]) => path === file)
  if (wanted.length === 0 && file !== undefined) {
    const which = all.map(([path]) => path).join(', ') || 'none'
    throw new StackError(
      `The solution has no other version of ${file}. Files that differ from it: ${which}.`,
      'npm run lab -- diff',
    )
  }
  const kept = join(root, OWN_FOLDER, 'kept', stamp())
  return wanted.map(([path, text]) => {
    const mine = treeOf(root)(path)
    const keptIn = join(kept, path)
    if (mine !== undefined) {
      mkdirSync(dirname(keptIn), { recursive: true })
      writeFileSync(keptIn, mine)
    }
    writeText(root, path, text)
    return { path, ...(mine !== undefined && { keptIn }) }
  })
}

const differing = (folder: string, root: string): (readonly [path: string, text: string | undefined])[] => {
  const mine = treeOf(root)
  return [...textsOf(folder, 'solution')].filter(([path, text]) => mine(path) !== text)
}
