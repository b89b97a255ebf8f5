import { httpClient } from '@bistro/kit/http'
import Type from 'typebox'
import type { Send } from './ports.ts'

/** An incoming webhook as Slack has it: JSON with a `text`, answered `ok`. The key follows from the event. */
export function webhook(url: string, connect = httpClient): Send {
  const { pathname, search } = new URL(url)
  const call = connect('the operators’ channel', url)
  return async ({ key, text }) => {
    const headers = { 'idempotency-key': key }
    await call({ method: 'POST', path: `${pathname}${search}`, headers, body: { text } }, Type.String())
    return { status: 'sent' }
  }
}
