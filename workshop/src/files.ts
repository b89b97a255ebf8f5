import { globSync } from 'node:fs'
import { join, relative } from 'node:path'

/** The files below a folder by their paths in it. @param leftOut names of files and folders that do not count */
export const filesIn = (root: string, leftOut?: RegExp, patterns: readonly string[] = ['**/*']): string[] =>
  globSync(patterns, { cwd: root, withFileTypes: true, exclude: ({ name }) => leftOut?.test(name) ?? false })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
