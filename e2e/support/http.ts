import { expect } from 'vitest'

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

/** Sends a request once and unchanged, well-formed or not. */
export async function send(url: string, request: RequestInit = {}): Promise<RawAnswer> {
  const response = await fetch(url, request)
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} }
}

/** A body that is text is sent as it is. */
export const post = (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> =>
  send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** Expects this problem document as the response. */
export function expectProblem(answer: RawAnswer, status: number, slug: string): void {
  const { type, title, detail } = answer.body
  expect(`${answer.status} ${String(type).split('/').at(-1)}`).toBe(`${status} ${slug}`)
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(answer.body.status).toBe(status)
  expect([title, detail]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)])
}

/** Expects 400 `invalid-request` with these fields. */
export function expectInvalid(answer: RawAnswer, ...paths: readonly string[]): void {
  expectProblem(answer, 400, 'invalid-request')
  const errors = answer.body.errors as { path: string; message: string }[]
  expect(errors.map(({ path }) => path)).toEqual(expect.arrayContaining([...paths]))
  expect(errors.every(({ message }) => message.length > 0)).toBe(true)
}
