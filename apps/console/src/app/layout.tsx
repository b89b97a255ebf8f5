import { useEffect, useRef } from 'react'
import { Outlet, ScrollRestoration, useLocation, useMatch } from 'react-router'
import { useLiveConnection } from '../live/use-live.ts'
import { ActionHost } from '../operator/action-host.tsx'
import { Bands } from './bands.tsx'
import { Header } from './header.tsx'

export function Layout() {
  const saga = useMatch('/sagas/:id')?.params.id
  useLiveConnection(saga)
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Header />
      <Bands />
      <ActionHost>
        <Main />
      </ActionHost>
      <ScrollRestoration />
    </>
  )
}

/** After a click on a link, the focus stands at the beginning of the new page. */
function Main() {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return (
    <main id="main" ref={main} tabIndex={-1}>
      <Outlet />
    </main>
  )
}
