import type { Piece, ShownLine } from './screen.ts'

const [CHARACTER, ROW, MARGIN] = [7.2, 16, 14]
/** Nothing happens for longer than this in the drawing; the times in the lines stay as they were. */
const LONGEST_PAUSE_MS = 1_000
const HOLD_MS = 12_000

const STYLE = `
:root{--page:#fff;--ink:#1f2328;--dim:#59636e;--green:#116329;--yellow:#7d4e00;--edge:#d1d9e0}
@media (prefers-color-scheme:dark){:root{--page:#0d1117;--ink:#e6edf3;--dim:#9198a1;--green:#7ee787;--yellow:#e3b341;--edge:#3d444d}}
.page{fill:var(--page);stroke:var(--edge)}.cover{fill:var(--page);display:none}
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:var(--ink);white-space:pre}
.s1{font-weight:700}.s2{fill:var(--dim)}.s32{fill:var(--green)}.s33,.s36{fill:var(--yellow)}.passing{visibility:hidden}`

/** What was recorded, as a picture that plays; without motion it shows the last screen. */
export function drawingOf(lines: readonly ShownLine[], title: string): string {
  const when = withoutPauses(lines)
  const rows = Math.max(...lines.map(({ row }) => row)) + 1
  const columns = Math.max(...lines.map(({ pieces }) => plain(pieces).length))
  const [width, height] = [Math.ceil(columns * CHARACTER) + 2 * MARGIN, rows * ROW + 2 * MARGIN]
  const totalMs = Math.max(...lines.map(({ fromMs }) => when(fromMs))) + HOLD_MS
  const percent = (ms: number): string => `${((100 * when(ms)) / totalMs).toFixed(2)}%`
  const lasting = lines.filter(({ toMs }) => toMs === undefined)
  const passing = lines.filter(({ toMs }) => toMs !== undefined)
  const cover = [
    '0%{transform:none}',
    ...lasting.map(({ row, fromMs }) => `${percent(fromMs)}{transform:translateY(${(row + 1) * ROW}px)}`),
  ]
  const shows = passing.map(
    ({ fromMs, toMs = fromMs }, index) =>
      `@keyframes p${index}{0%{visibility:hidden}${percent(fromMs)}{visibility:visible}${percent(toMs)}{visibility:hidden}}#p${index}{animation-name:p${index}}`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title screen">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="screen">${lasting.map(({ pieces }) => escaped(plain(pieces).trim())).join('\n')}</desc>`,
    `<style>${STYLE}`,
    `@media (prefers-reduced-motion:no-preference){.cover{display:inline;animation-name:type}.cover,.passing{animation-duration:${totalMs.toFixed(0)}ms;animation-timing-function:step-end;animation-iteration-count:infinite}`,
    `@keyframes type{${cover.join('')}}`,
    ...shows,
    '}</style>',
    `<rect class="page" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...lasting.map((line) => textOf(line)),
    `<rect class="cover" x="2" y="${MARGIN}" width="${width - 4}" height="${height - MARGIN - 9}"/>`,
    ...passing.map((line, index) => textOf(line, `id="p${index}" class="passing" `)),
    '</svg>',
    '',
  ].join('\n')
}

/** Moments of the recording as moments of the drawing. */
function withoutPauses(lines: readonly ShownLine[]): (ms: number) => number {
  const moments = [...new Set(lines.flatMap(({ fromMs, toMs = fromMs }) => [fromMs, toMs]))].sort((a, b) => a - b)
  const shown = new Map<number, number>()
  let [before, at] = [moments[0] ?? 0, 0]
  for (const moment of moments) {
    at += Math.min(moment - before, LONGEST_PAUSE_MS)
    before = moment
    shown.set(moment, at)
  }
  return (ms) => shown.get(ms) ?? 0
}

function textOf({ row, pieces }: ShownLine, attributes = ''): string {
  const length = plain(pieces).length
  const fit = `textLength="${(length * CHARACTER).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`
  const spans = pieces.map(({ text, codes }) =>
    codes.length > 0
      ? `<tspan class="${codes.map((code) => `s${code}`).join(' ')}">${escaped(text)}</tspan>`
      : escaped(text),
  )
  return `<text ${attributes}x="${MARGIN}" y="${MARGIN + (row + 0.8) * ROW}" ${fit} xml:space="preserve">${spans.join('')}</text>`
}

const plain = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('')

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
