import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const isInstalled = (path: string): boolean => /(^|\/)node_modules$/.test(path)
const pages = globSync('**/*.md', { cwd: ROOT, exclude: isInstalled })
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }

/** The heading's address, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .trim()
    .replaceAll(' ', '-')

const anchorsIn = (path: string): string[] =>
  [...textOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading))

function isDead(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(ROOT, target))) return true
  return anchor !== undefined && target.endsWith('.md') && !anchorsIn(target).includes(anchor)
}

const linksIn = (page: string): string[] =>
  [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link))

const SOURCE = /`([\w./-]+\.(?:ts|mjs|avsc|sql))`/g

const packageOf = (folder: string): string =>
  existsSync(join(ROOT, folder, 'package.json')) ? folder : packageOf(dirname(folder))

/** Whether a file that a page names is below its folder, or where the path says: from there, its package or the root. */
function isThere(page: string, name: string): boolean {
  const folder = dirname(page)
  if ([folder, packageOf(folder), ''].some((base) => existsSync(join(ROOT, base, name)))) return true
  return globSync(`**/${name}`, { cwd: join(ROOT, folder), exclude: isInstalled }).length > 0
}

describe('the pages', () => {
  it('name only sources that are there', () => {
    const missing = pages.flatMap((page) =>
      [...textOf(page).matchAll(SOURCE)]
        .filter(([, name = '']) => !isThere(page, name))
        .map(([, name]) => `${page}: ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('link only to files and headings that are there', () => {
    const dead = pages.flatMap((page) =>
      linksIn(page)
        .filter((link) => isDead(page, link))
        .map((link) => `${page}: ${link}`),
    )
    expect(dead).toEqual([])
  })

  it('name only commands that package.json has', () => {
    const unknown = pages.flatMap((page) =>
      [...textOf(page).matchAll(/npm run ([a-z][\w:]*)/g)]
        .filter(([, name = '']) => !(name in scripts))
        .map(([typed]) => `${page}: ${typed}`),
    )
    expect(unknown).toEqual([])
  })

  it('tell of every command in docs/commands.md', () => {
    const typed = Object.keys(scripts).map((name) =>
      ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`,
    )
    const commands = textOf('docs/commands.md')
    expect(typed.filter((command) => !new RegExp(`\`${command}[\` ]`).test(commands))).toEqual([])
  })
})

it('what packages ask of Node is held against the Node that runs them', () => {
  const workspace = textOf('pnpm-workspace.yaml')
  const checked = /^nodeVersion: (\S+)$/m.exec(workspace)?.[1]
  expect(checked).toBe(/^ {2}node: (\d\S+)$/m.exec(workspace)?.[1])
})
