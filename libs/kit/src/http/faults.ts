import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { type FaultControl, type FaultPlan, NOTHING_BROKEN, PORT_FAULT_NAMES } from '../faults/index.ts'
import { unknownRoute } from './errors.ts'
import { type FieldError, invalidRequest } from './problem.ts'
import { Closed, NoBody, problemResponses } from './schemas.ts'
import type { Api } from './types.ts'

const MAX_SEED = 2 ** 31 - 1
const MAX_MS = 60_000
const MAX_NAME_CHARS = 100

const Fault = Closed({
  name: Type.Enum(PORT_FAULT_NAMES),
  rate: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'Probability at each opportunity; default 0.1, of crashes 0.02',
    }),
  ),
  ms: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_MS, description: 'At most this long' })),
})
const fields = {
  seed: Type.Integer({
    minimum: 0,
    maximum: MAX_SEED,
    description: 'The same seed and the same opportunities give the same decisions; default 1',
  }),
  faults: Type.Array(Fault),
  withoutSafetyNets: Type.Array(Type.String({ maxLength: MAX_NAME_CHARS }), {
    description: 'Safety nets that are taken out, by name; GET /faults lists them',
  }),
}
const Plan = Closed({
  seed: Type.Optional(fields.seed),
  faults: Type.Optional(fields.faults),
  withoutSafetyNets: Type.Optional(fields.withoutSafetyNets),
})
/** What is broken on purpose. */
export const Broken = Closed(fields)
const Known = Type.Array(Closed({ name: Type.String(), what: Type.String() }))
const State = Closed({
  ...fields,
  known: Closed({ faults: Known, safetyNets: Known }, { description: 'What can be broken in this service' }),
})

const common = { tags: ['faults'], 'x-bistro-role': 'operator' } as const
const response = { 200: State, ...problemResponses({ 404: 'unknown-route' }) }

/** Routes to break the service on purpose. @param control undefined where that is not allowed: then there are no such routes */
export function addFaultRoutes(api: Api, control: FaultControl | undefined): void {
  const allowed = (request: FastifyRequest): FaultControl => {
    if (!control) throw unknownRoute(request)
    return control
  }
  const config = { tokens: false }
  const onRequest = async (request: FastifyRequest) => void allowed(request)
  const get = {
    ...{ ...common, response },
    summary: 'Says what is broken on purpose, and what can be; 404 unless BISTRO_FAULTS=on',
  }
  api.get('/faults', { config, onRequest, schema: get }, async (request) => stateOf(allowed(request)))
  const put = {
    ...{ ...common, response, body: Plan },
    summary: 'Breaks this on purpose, at once, and mends everything else',
  }
  api.put('/faults', { config, onRequest, schema: put }, async (request) =>
    set(allowed(request), { ...NOTHING_BROKEN, ...request.body }),
  )
  const mend = {
    ...{ ...common, response, body: NoBody },
    summary: 'Mends everything; what the faults have already done stays',
  }
  api.delete('/faults', { config, onRequest, schema: mend }, async (request) => set(allowed(request), NOTHING_BROKEN))
}

const stateOf = ({ plan, known }: FaultControl): Static<typeof State> => ({
  ...brokenBody(plan),
  known: { faults: [...known.faults], safetyNets: [...known.safetyNets] },
})

export const brokenBody = ({ seed, faults, withoutSafetyNets }: FaultPlan): Static<typeof Broken> => ({
  seed,
  faults: [...faults],
  withoutSafetyNets: [...withoutSafetyNets],
})

function set(control: FaultControl, plan: FaultPlan): Static<typeof State> {
  const errors = errorsIn(plan, control)
  if (errors.length > 0) throw invalidRequest(errors)
  control.set(plan)
  return stateOf(control)
}

function errorsIn({ faults, withoutSafetyNets }: FaultPlan, { known }: FaultControl): FieldError[] {
  const nets = known.safetyNets.map(({ name }) => name)
  const unknown = withoutSafetyNets.flatMap((name, index) =>
    nets.includes(name)
      ? []
      : [{ path: `/withoutSafetyNets/${index}`, message: `must be one of ${JSON.stringify(nets)}` }],
  )
  return [
    ...unknown,
    ...repeatedIn(withoutSafetyNets, '/withoutSafetyNets'),
    ...repeatedIn(
      faults.map(({ name }) => name),
      '/faults',
    ),
  ]
}

const repeatedIn = (names: readonly string[], path: string): FieldError[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [{ path: `${path}/${index}`, message: `repeats ${name}` }],
  )
