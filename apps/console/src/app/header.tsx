import { useQuery } from '@tanstack/react-query'
import { NavLink } from 'react-router'
import { overviewQuery } from '../api/queries.ts'
import { useLiveStatus } from '../live/use-live.ts'
import { Badge, Button, type IconName } from '../ui/index.ts'
import { OperatorButton } from './operator-button.tsx'
import { type Theme, useTheme } from './theme.ts'

const PAGES = [
  ['/', 'Wall'],
  ['/sagas', 'Sagas'],
  ['/reserve', 'Reserve'],
  ['/attention', 'Attention'],
  ['/views', 'Views'],
  ['/partitions', 'Partitions'],
  ['/faults', 'Faults'],
] as const

export function Header() {
  const stuck = useQuery(overviewQuery).data?.counts?.stuck ?? 0
  return (
    <header className="top">
      <p className="brand">
        Where is <em>my saga?</em>
      </p>
      <nav aria-label="Pages">
        <ul>
          {PAGES.map(([to, name]) => (
            <li key={to}>
              <NavLink to={to} end={to === '/'}>
                {name}
                {to === '/attention' && stuck > 0 && (
                  <span className="count">
                    {stuck}
                    <span className="visually-hidden"> stuck</span>
                  </span>
                )}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="row">
        <Live />
        <OperatorButton />
        <ThemeButton />
      </div>
    </header>
  )
}

function Live() {
  const status = useLiveStatus()
  if (status === 'live')
    return (
      <Badge tone="good" icon="bolt">
        live
      </Badge>
    )
  return (
    <Badge tone="wait" icon="clock">
      {status === 'away' ? 'reconnecting' : 'connecting'}
    </Badge>
  )
}

const THEME_ICONS: Readonly<Record<Theme, IconName>> = { system: 'screen', light: 'sun', dark: 'moon' }

function ThemeButton() {
  const [theme, next] = useTheme()
  return (
    <Button variant="quiet" icon={THEME_ICONS[theme]} aria-label={`Colours: ${theme}. Change them`} onPress={next} />
  )
}
