import type { ReactNode } from 'react'
import { useOperatorToken } from '../api/operator.ts'
import { OperatorButton } from '../app/operator-button.tsx'
import { Icon } from '../ui/index.ts'

/** A page that shows nothing without the operator's token. */
export function OperatorOnly({ children }: { children: ReactNode }) {
  if (useOperatorToken()) return children
  return (
    <div className="state">
      <Icon name="key" />
      <p className="state-title">This page is the operator’s</p>
      <p className="soft">The address that npm start prints last has the token in it.</p>
      <OperatorButton isProminent />
    </div>
  )
}

/** For pages that everybody may read: why their buttons are off. */
export function OperatorHint({ what }: { what: string }) {
  if (useOperatorToken()) return null
  return (
    <p className="soft row">
      <Icon name="key" /> {what} is for the operator. <OperatorButton />
    </p>
  )
}
