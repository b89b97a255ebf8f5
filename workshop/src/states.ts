import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { StackError } from '@bistro/client/errors'
import { ROOT } from '@bistro/stack/paths'
import { applyPatch, parsePatch } from 'diff'
import { filesIn } from './files.ts'

/** `product`: the code of the clone as it is. */
export type StateName = 'product' | 'start' | 'solution' | 'wrong'

/** The text of a file by its path from the root; undefined where it is not there. */
type Tree = (path: string) => string | undefined

/** A patch that no longer fits, or that is none. */
export class StateDoesNotApply extends StackError {
  constructor(file: string, why: string) {
    super(
      `${relative(ROOT, file)} does not apply: ${why}`,
      'git status   (a lab is made from the code of the clone as it is)',
    )
  }
}

const PATCH = '.patch'
/** What a patch says in place of a file that it makes or removes. */
const NO_FILE = '/dev/null'

export const hasState = (lab: string, name: StateName): boolean => existsSync(join(lab, name))

/**
 * Every file in which a state of the lab differs from the product, as it is in this one; undefined where it is not there. So
 * one state can be put in place of another. @throws StateDoesNotApply
 */
export function textsOf(lab: string, name: StateName): ReadonlyMap<string, string | undefined> {
  const layers = layersOf(lab, name)
  const product = treeOf(ROOT)
  const tree = layers.reduce((below, layer) => above(below, join(lab, layer)), product)
  const paths = new Set((['start', 'solution', 'wrong'] as const).flatMap((layer) => pathsIn(join(lab, layer))))
  return new Map([...paths].sort().map((path) => [path, tree(path)]))
}

function layersOf(lab: string, name: StateName): readonly ('start' | 'solution' | 'wrong')[] {
  if (name === 'product') return []
  if (name === 'start') return ['start']
  if (name === 'solution' && !hasState(lab, 'solution')) return [] // the product is the solution
  return ['start', name]
}

/** Brings a copy into a state of the lab. @returns the files that it changed */
export function putState(lab: string, name: StateName, root: string): string[] {
  const before = treeOf(root)
  const changed = [...textsOf(lab, name)].filter(([path, text]) => before(path) !== text)
  for (const [path, text] of changed) writeText(root, path, text)
  return changed.map(([path]) => path)
}

/** @param text undefined: the file is removed */
export function writeText(root: string, path: string, text: string | undefined): void {
  const file = join(root, path)
  if (text === undefined) return rmSync(file, { force: true })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

export const treeOf =
  (root: string): Tree =>
  (path) => {
    const file = join(root, path)
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  }

/** The files that a layer changes or makes, by their paths in the product. */
const pathsIn = (layer: string): string[] =>
  filesIn(layer).map((path) => (path.endsWith(PATCH) ? path.slice(0, -PATCH.length) : path))

const above =
  (below: Tree, layer: string): Tree =>
  (path) => {
    const file = join(layer, path)
    if (existsSync(file)) return readFileSync(file, 'utf8')
    return existsSync(`${file}${PATCH}`) ? patched(`${file}${PATCH}`, below(path)) : below(path)
  }

function patched(file: string, before: string | undefined): string | undefined {
  const text = readFileSync(file, 'utf8')
  const [patch, ...more] = parsePatch(text)
  if (patch === undefined || patch.hunks.length === 0 || more.length > 0)
    throw new StateDoesNotApply(file, 'it is not a unified diff of one file.')
  if (before === undefined && patch.oldFileName !== NO_FILE)
    throw new StateDoesNotApply(file, 'the file that it changes is not there.')
  const after = applyPatch(before ?? '', patch)
  if (after === false) throw new StateDoesNotApply(file, 'the lines that it changes are no longer there.')
  return patch.newFileName === NO_FILE ? undefined : after
}
