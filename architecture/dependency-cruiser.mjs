import { ROOMS } from './rooms.ts'

const TESTS = String.raw`(^|/)test/|\.(unit|int|docker|e2e|chaos|compose)\.test\.ts$|\.fixture\.ts$`
const PACKAGES = ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'core']

const sourcesOf = (name) => {
  const room = ROOMS.find((known) => known.name === name)
  if (!room) throw new Error(`there is no room '${name}'`)
  return room.sources
}

/** Whatever is in a room, or in one that it may import, and packages unless it is pure. */
const arrowsOf = ({ name, sources, mayImport, isPure = false, without }) => [
  {
    name: `${name} imports ${mayImport.join(', ') || 'no other room'}`,
    severity: 'error',
    from: { path: sources, pathNot: TESTS },
    to: { pathNot: [sources, ...mayImport.map(sourcesOf), '^node_modules/', '^[^/]+$'], dependencyTypesNot: PACKAGES },
  },
  ...(isPure
    ? [
        {
          name: `${name} has no driver, no clock and no random source`,
          severity: 'error',
          from: { path: sources, pathNot: TESTS },
          to: { dependencyTypes: PACKAGES },
        },
      ]
    : []),
  ...(without
    ? [
        {
          name: `${name} uses the kit in place of drivers`,
          severity: 'error',
          from: { path: sources, pathNot: TESTS },
          to: { path: `node_modules/(${without.join('|')})/`, dependencyTypesNot: ['type-only'] },
        },
      ]
    : []),
]

export default {
  forbidden: [
    ...ROOMS.flatMap(arrowsOf),
    {
      name: 'a service imports no other service',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: TESTS },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'no circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(generated|fixtures|dist)/' },
    parser: 'tsc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
}
