import { Link } from 'react-router'
import { Copy } from './copy.tsx'

const SHOWN = 8

/** Ids begin with their time (UUID v7), so the end tells them apart. */
export const shortId = (id: string): string => (id.length > SHOWN + 1 ? `…${id.slice(-SHOWN)}` : id)

/** The end of an id; the whole is in its title and in the clipboard after a click. With `to` it is a link. */
export function Id({ id, to, what = 'id' }: { id: string; to?: string; what?: string }) {
  return (
    <span className="id">
      {to ? (
        <Link to={to} className="mono" title={id}>
          {shortId(id)}
        </Link>
      ) : (
        <span className="mono" title={id}>
          {shortId(id)}
        </span>
      )}
      <Copy text={id} label={`Copy the ${what} ${id}`} />
    </span>
  )
}
