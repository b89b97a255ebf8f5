import { type ReactNode, useEffect } from 'react'

interface Props {
  /** Of the window, and the page's heading unless `heading` is given. */
  readonly title: string
  readonly heading?: ReactNode
  /** One sentence: what a person does here. */
  readonly lead?: ReactNode
  /** At the right of the heading. */
  readonly aside?: ReactNode
  /** Uses the whole window. */
  readonly isWide?: boolean
  readonly children: ReactNode
}

export function Page({ title, heading, lead, aside, isWide = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Where is my saga?`
  }, [title])
  return (
    <div className={isWide ? 'page wide' : 'page'}>
      <header className="page-head">
        <div>
          <h1>{heading ?? title}</h1>
          {lead && <p className="soft">{lead}</p>}
        </div>
        {aside}
      </header>
      {children}
    </div>
  )
}
