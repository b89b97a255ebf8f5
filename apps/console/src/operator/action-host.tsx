import { createContext, type ReactNode, useContext, useState } from 'react'
import type { ApiRequest } from '../api/request.ts'
import { ActionDialog } from './action-dialog.tsx'

/** What the operator typed. */
export interface Given {
  readonly why: string
  readonly field: string
}

export interface ActionSpec {
  /** On the button; also the dialog's title. */
  readonly name: string
  readonly text: ReactNode
  readonly asksWhy?: boolean
  /** What else it asks. */
  readonly field?: {
    readonly label: string
    readonly description: string
    readonly initial: string
    readonly inputMode?: 'numeric'
  }
  readonly request: (given: Given) => ApiRequest
  /** What came of it, in words. */
  readonly result: (body: unknown, given: Given) => ReactNode
}

const Opened = createContext<(spec: ActionSpec) => void>(() => undefined)

export const useAction = () => useContext(Opened)

/** Shows the dialog of an action. It outlives the button, which may leave the page as soon as the action has worked. */
export function ActionHost({ children }: { children: ReactNode }) {
  const [spec, setSpec] = useState<ActionSpec>()
  return (
    <Opened value={setSpec}>
      {children}
      {spec && <ActionDialog spec={spec} onClose={() => setSpec(undefined)} />}
    </Opened>
  )
}
