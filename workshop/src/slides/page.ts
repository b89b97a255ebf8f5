import { readFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { Marp } from '@marp-team/marp-core'
import { SLIDES } from './places.ts'

const TYPES: Readonly<Record<string, string>> = { '.svg': 'image/svg+xml', '.png': 'image/png' }

/** One file that needs no other and no network. */
export function pageOf(title: string, markdown: string): string {
  const marp = new Marp({ emoji: { shortcode: false, unicode: false }, math: false, markdown: { breaks: false } })
  marp.themeSet.add(readFileSync(join(SLIDES, 'theme.css'), 'utf8'))
  const { html, css } = marp.render(markdown)
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>Saga Bistro: ${title}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<style>${css}${readFileSync(join(SLIDES, 'page.css'), 'utf8')}</style></head>`,
    `<body>${withPictures(html)}<script>${readFileSync(join(SLIDES, 'keys.js'), 'utf8')}</script></body></html>`,
    '',
  ].join('\n')
}

const withPictures = (html: string): string =>
  html.replaceAll(/(<img src=")([^"]+)"/g, (_, before: string, path: string) => {
    const data = readFileSync(resolve(SLIDES, path)).toString('base64')
    return `${before}data:${TYPES[extname(path)]};base64,${data}"`
  })
