import type { Overview } from '@bistro/gateway/contract'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { ENDINGS, type Ended, stackedMinutes } from './minutes.ts'
import { texture } from './texture.ts'

/** Stacked bars, one for each minute. */
export class MinutesChart {
  readonly #place: HTMLElement
  readonly #observer: ResizeObserver
  readonly #system = matchMedia('(prefers-color-scheme: dark)')
  readonly #chosen = new MutationObserver(() => this.#redraw())
  #minutes: Overview['minutes'] = []
  #plot: uPlot | undefined

  constructor(place: HTMLElement) {
    this.#place = place
    this.#observer = new ResizeObserver(() => this.#resize())
    this.#observer.observe(place)
    this.#system.addEventListener('change', this.#redraw)
    this.#chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  }

  show(minutes: Overview['minutes']): void {
    this.#minutes = minutes
    if (this.#plot) this.#plot.setData(stackedMinutes(minutes))
    else this.#redraw()
  }

  close(): void {
    this.#observer.disconnect()
    this.#system.removeEventListener('change', this.#redraw)
    this.#chosen.disconnect()
    this.#plot?.destroy()
  }

  #resize(): void {
    const size = sizeOf(this.#place)
    const isOther = this.#plot?.width !== size.width || this.#plot?.height !== size.height
    if (size.width > 0 && isOther) this.#plot?.setSize(size)
  }

  /** Colours are fixed when a chart is made. */
  readonly #redraw = (): void => {
    this.#plot?.destroy()
    this.#plot = new uPlot(options(this.#place), stackedMinutes(this.#minutes), this.#place)
  }
}

const sizeOf = ({ clientWidth, clientHeight }: HTMLElement) => ({ width: clientWidth, height: clientHeight })

function options(place: HTMLElement): uPlot.Options {
  const ink = getComputedStyle(place)
  const color = (name: string) => ink.getPropertyValue(name).trim()
  const axis = { stroke: color('--ink-soft'), font: `13px ${ink.fontFamily}`, ticks: { show: false } }
  return {
    ...sizeOf(place),
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, most) => [0, Math.max(5, most)] } },
    axes: [
      { ...axis, grid: { show: false }, values: '{HH}:{mm}', space: 60, size: 28 },
      { ...axis, grid: { stroke: color('--line'), width: 1 }, size: 44, space: 32 },
    ],
    series: [{}, ...ENDINGS.toReversed().map((ending) => bars(ending, color))],
  }
}

const COLORS: Readonly<Record<Ended, string>> = { delivered: '--good', cancelled: '--undo', rejected: '--calm' }

const bars = (ending: Ended, color: (name: string) => string): uPlot.Series => ({
  fill: texture(ending, color(COLORS[ending]), color('--surface')),
  width: 0,
  points: { show: false },
  paths: uPlot.paths.bars!({ size: [0.8, 40] }),
})
