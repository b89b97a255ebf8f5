import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Mustache from 'mustache'

const TEMPLATES = join(import.meta.dirname, '..', '..', 'templates')
const SUFFIX = '.mustache'

/** What a template's names stand for. */
export type Values = Readonly<Record<string, unknown>>

/** One file made of a template. */
export const render = (template: string, values: Values): string =>
  Mustache.render(readFileSync(join(TEMPLATES, `${template}${SUFFIX}`), 'utf8'), values, undefined, { escape: String })

/** Every file that a folder of templates makes, by its path there. */
export const renderAll = (folder: string, values: Values): readonly (readonly [path: string, text: string])[] =>
  globSync(`**/*${SUFFIX}`, { cwd: join(TEMPLATES, folder) })
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort()
    .map((path) => [path, render(join(folder, path), values)])

/** For lists in templates: each knows whether another one follows. */
export const listed = <T extends object>(items: readonly T[]): readonly (T & { readonly isLast: boolean })[] =>
  items.map((item, index) => ({ ...item, isLast: index === items.length - 1 }))
