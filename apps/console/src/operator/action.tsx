import type { ComponentProps, ReactNode } from 'react'
import { useOperatorToken } from '../api/operator.ts'
import { Button } from '../ui/index.ts'
import { type ActionSpec, useAction } from './action-host.tsx'

interface Props extends Omit<ActionSpec, 'text'> {
  readonly icon?: ComponentProps<typeof Button>['icon']
  readonly variant?: ComponentProps<typeof Button>['variant']
  /** Tells one button from the others of its kind. */
  readonly of?: string
  /** What the action does, and what it does not. */
  readonly children: ReactNode
}

/** The button of an operator's action. */
export function Action({ icon, variant, of, children, ...spec }: Props) {
  const open = useAction()
  const token = useOperatorToken()
  return (
    <Button
      {...{ icon, variant }}
      {...(of && { 'aria-label': `${spec.name}: ${of}` })}
      isDisabled={!token}
      onPress={() => open({ ...spec, text: children })}
    >
      {spec.name}
    </Button>
  )
}
