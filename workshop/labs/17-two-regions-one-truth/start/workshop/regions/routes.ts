import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import type { Link } from './link.ts'
import { put, remove } from './menu.ts'
import type { Region, RegionName } from './region.ts'

interface Params {
  readonly region: RegionName
  readonly evening: string
  readonly sku: string
}

const NO_CONTENT = 204
const PAGE = join(import.meta.dirname, 'page.html')

export function routesOf(regions: Readonly<Record<RegionName, Region>>, link: Link): FastifyInstance {
  const app = fastify()
  app.get('/', (_, reply) => reply.type('text/html').send(readFileSync(PAGE)))

  const region = { type: 'string', enum: Object.keys(regions) }
  const schema = { params: { type: 'object', properties: { region } } }

  app.get<{ Params: Params }>('/:region/menus/:evening', { schema }, ({ params }) => ({
    dishes: regions[params.region].dishes(params.evening),
  }))

  const dish = {
    type: 'object',
    required: ['name', 'price'],
    properties: { name: { type: 'string' }, price: { type: 'integer', minimum: 0 } },
  }
  app.put<{ Params: Params; Body: { name: string; price: number } }>(
    '/:region/menus/:evening/dishes/:sku',
    { schema: { ...schema, body: dish } },
    async ({ params: { region, evening, sku }, body: { name, price } }, reply) => {
      await regions[region].edit(evening, (menu, stamp) => put(menu, { sku, name, price }, stamp))
      return reply.code(NO_CONTENT).send()
    },
  )

  app.delete<{ Params: Params }>('/:region/menus/:evening/dishes/:sku', { schema }, async ({ params }, reply) => {
    await regions[params.region].edit(params.evening, (menu, stamp) => remove(menu, params.sku, stamp))
    return reply.code(NO_CONTENT).send()
  })

  app.get('/link', () => ({ up: link.isUp() }))
  const wanted = { type: 'object', required: ['up'], properties: { up: { type: 'boolean' } } }
  app.put<{ Body: { up: boolean } }>('/link', { schema: { body: wanted } }, async ({ body: { up } }) => {
    await link.set(up)
    return { up: link.isUp() }
  })
  return app
}
