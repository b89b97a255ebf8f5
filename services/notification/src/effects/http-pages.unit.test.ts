import { CallFailed, CallRefused } from '@bistro/kit'
import { expect, test } from 'vitest'
import { httpPages } from './http-pages.ts'

const page = { service: 'order', path: '/orders/o-1', token: 'order:o-1@3' }

/** Pages behind a service that answers so, and what it was asked. */
function asking(answer: () => object) {
  const asked: object[] = []
  const connect = (name: string, url: string) => async (request: object) => {
    asked.push({ name, url, ...request })
    return answer()
  }
  const services = new Map([['order', 'http://order']])
  return { asked, pages: httpPages({ services, site: 'http://site' }, connect as never) }
}
const failing = (error: Error) =>
  asking(() => {
    throw error
  }).pages

test('a page is asked for with the token of the event that it must show', async () => {
  const { pages, asked } = asking(() => ({}))
  expect(await pages.shows(page)).toBe(true)
  expect(asked).toEqual([
    {
      ...{ name: 'the order service', url: 'http://order', method: 'GET', path: '/orders/o-1' },
      headers: { 'consistency-token': 'order:o-1@3' },
    },
  ])
  expect(pages.linkTo(page)).toBe('http://site/api/order/orders/o-1')
})

test.each([
  ['its service has not caught up, or does not answer', new CallFailed('503', 'away')],
  ['there is none', new CallRefused('404', 404)],
])('it is not there yet where %s', async (_, error) => expect(await failing(error).shows(page)).toBe(false))

test('a question that the service refuses is a mistake, and said', async () => {
  await expect(failing(new CallRefused('token-not-applicable', 400)).shows(page)).rejects.toThrow('token-not')
  await expect(asking(() => ({})).pages.shows({ ...page, service: 'kitchen' })).rejects.toThrow('kitchen service')
})
