import { parse, View } from 'vega'
import { type Config, compile, type TopLevelSpec } from 'vega-lite'

/** Readable on light and on dark pages alike. */
const CONFIG: Config = {
  background: 'white',
  font: 'sans-serif',
  padding: 12,
  view: { stroke: null },
  axis: { labelFontSize: 12, titleFontSize: 12, gridColor: '#e5e5e5', labelLimit: 260 },
  title: { fontSize: 14, anchor: 'start' },
  bar: { color: '#3b6ea5' },
}

/** A picture as SVG, drawn without a browser. */
export async function drawn(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec, { config: CONFIG }).spec), { renderer: 'none' })
  const svg = await view.toSVG()
  view.finalize()
  return `${svg}\n`
}
