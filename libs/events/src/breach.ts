import type { Type } from 'avsc'

/** A broken rule, where, and what to do instead. */
export interface Breach {
  readonly rule: Rule
  /** The field's path, `lines.[].unitPrice`; empty for the record itself. */
  readonly field: string
  readonly what: string
  readonly instead: string
}

export type Rule =
  | 'field added without default'
  | 'field removed without default'
  | 'field renamed'
  | 'type changed'
  | 'record renamed'
  | 'enum symbol added'
  | 'enum symbol removed'
  | 'union branch added'
  | 'union branch removed'
  | 'unreadable'

/** `backward`: new programs read old events; `forward`: old programs read new ones. */
export type Direction = 'backward' | 'forward'

export interface Fault {
  readonly kind: 'field' | 'rename' | 'type' | 'name' | 'symbol' | 'branch'
  readonly path: readonly string[]
  /** The writer's type. */
  readonly from?: Type
  /** The reader's type. */
  readonly to?: Type
  readonly symbol?: string
  readonly was?: string
}

/** A fault with the direction of reading that has it. */
export interface Directed extends Fault {
  readonly direction: Direction
}

type Text = Pick<Breach, 'rule' | 'what' | 'instead'>

const BESIDE =
  'Keep it as it is and add a new field with a default beside it; once all readers have moved, nobody reads the old one'
const OR_NEW_TOPIC = 'If that is not possible, publish the new shape on a new topic (….v2).'

export function toBreach(fault: Directed): Breach {
  const field = fault.path.join('.')
  return { field, ...textOf(fault, fault.path.at(-1) ?? 'the record') }
}

function textOf(fault: Directed, name: string): Text {
  const came = fault.direction === 'backward'
  const [before, after] = came ? [fault.from, fault.to] : [fault.to, fault.from]
  switch (fault.kind) {
    case 'field':
      return came ? addedText(fault, name) : removedText(name)
    case 'rename':
      return {
        rule: 'field renamed',
        what: `${fault.was} became ${name}: readers find fields by their names`,
        instead: `${BESIDE}. ${OR_NEW_TOPIC}`,
      }
    case 'type': {
      const what = `${kindOf(before)} became ${kindOf(after)}, which ${came ? 'new' : 'old'} programs cannot read`
      return { rule: 'type changed', what, instead: `${BESIDE}. ${OR_NEW_TOPIC}` }
    }
    case 'name':
      return {
        rule: 'record renamed',
        what: `${before?.name} became ${after?.name}`,
        instead: 'Keep the name: it is in the contract, in ce_type and the subject.',
      }
    case 'symbol':
      return symbolText(fault.symbol ?? '', came)
    case 'branch':
      return {
        rule: came ? 'union branch removed' : 'union branch added',
        what: `${kindOf(fault.from)} may be in ${came ? 'old' : 'new'} events, but ${came ? 'new' : 'old'} programs cannot read it`,
        instead: `${BESIDE}. ${OR_NEW_TOPIC}`,
      }
    default:
      return fault.kind satisfies never
  }
}

const addedText = ({ to }: Fault, name: string): Text => ({
  rule: 'field added without default',
  what: `old events have no ${name}, but new programs need it`,
  instead: `Make it optional: ${JSON.stringify({ name, ...optional(kindOf(to)) })}. ${OR_NEW_TOPIC}`,
})

const removedText = (name: string): Text => ({
  rule: 'field removed without default',
  what: `old programs need ${name}, but new events have none`,
  instead: `Keep it and go on filling it. ${OR_NEW_TOPIC}`,
})

const symbolText = (symbol: string, came: boolean): Text => ({
  rule: came ? 'enum symbol removed' : 'enum symbol added',
  what: came ? `old events may say ${symbol}, which new programs do not know` : `old programs do not know ${symbol}`,
  instead: `Give the enum a default first, or better, make it a string, as reasons are. ${OR_NEW_TOPIC}`,
})

const optional = (kind: string): object => ({ type: ['null', kind], default: null })

const kindOf = (type: Type | undefined): string => type?.name ?? type?.typeName.replace(/:.*/, '') ?? 'nothing'
