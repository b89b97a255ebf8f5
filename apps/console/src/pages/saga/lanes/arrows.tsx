import type { Drawing } from './drawing.ts'

interface Props {
  readonly drawing: Drawing
  readonly isShown: (from: number, to: number) => boolean
}

/** The list says the same in words. */
export function Arrows({ drawing, isShown }: Props) {
  return (
    <svg className="lanes-arrows" width={drawing.width} height={drawing.height} aria-hidden="true">
      <defs>
        {(['cause', 'undo', 'mark'] as const).map((kind) => (
          <marker
            key={kind}
            id={`head-${kind}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path className={`head ${kind}`} d="M0,0.5L8,4L0,7.5Z" />
          </marker>
        ))}
      </defs>
      {drawing.arrows
        .filter(({ fromX, toX }) => isShown(Math.min(fromX, toX), Math.max(fromX, toX)))
        .map(({ key, kind, path }) => (
          <path key={key} className={`arrow ${kind}`} d={path} markerEnd={`url(#head-${kind})`} />
        ))}
    </svg>
  )
}
