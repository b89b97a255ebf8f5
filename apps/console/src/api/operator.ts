import { useSyncExternalStore } from 'react'

const KEY = 'bistro.operator'
const listeners = new Set<() => void>()

/**
 * The operator's token: from the address (`#operator=TOKEN`), from which it is removed at once, or from the dialog. It
 * is kept for this tab alone and sent to the page's own origin alone.
 */
export const operatorToken = (): string | undefined => sessionStorage.getItem(KEY) ?? undefined

export function setOperatorToken(token: string | undefined): void {
  if (token) sessionStorage.setItem(KEY, token)
  else sessionStorage.removeItem(KEY)
  for (const listener of listeners) listener()
}

export function takeTokenFromAddress(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get('operator')
  if (token === null) return
  setOperatorToken(token)
  history.replaceState(history.state, '', location.pathname + location.search)
}

export const useOperatorToken = () => useSyncExternalStore(subscribe, operatorToken)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
