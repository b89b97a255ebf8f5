import type { EdgeProps } from '@xyflow/react'
import { type Curve, svgPath } from './curve.ts'
import type { Link } from './layout.ts'

export function LinkEdge({ data }: EdgeProps) {
  const { curve, kind, isChosen } = data as { curve: Curve; kind: Link['kind']; isChosen: boolean }
  return <path className="map-link" d={svgPath(curve)} data-kind={kind} data-chosen={isChosen || undefined} />
}
