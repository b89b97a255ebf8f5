import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import { Icon, type IconName } from './icon.tsx'

interface Props extends Omit<ButtonProps, 'className' | 'children'> {
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly icon?: IconName
  readonly children?: ReactNode
}

/** Without words (an icon alone) it needs an `aria-label`. */
export function Button({ variant = 'plain', icon, children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={`button ${variant}`}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  )
}
