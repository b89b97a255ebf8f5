import openapiTS, { astToString } from 'openapi-typescript'

const HEADER = '// Generated from an OpenAPI document: change the routes, then type npm run generate.\n\n'

/** What these documents have none of. */
const UNUSED = /^export type (webhooks|\$defs) = Record<string, never>;\n/gm

/** The routes of all services by name, as text: `generated/services.ts`. */
export const renderServices = (
  names: readonly string[],
): string => `// Generated from the list of services: type npm run generate.

${names.map((name) => `import type { paths as ${name}Paths } from './${name}.ts'\n`).join('')}
/** The routes of each service, as its OpenAPI document has them. */
export interface ServicePaths {
${names.map((name) => `  readonly ${name}: ${name}Paths\n`).join('')}}
`

/** The types of the routes of a document, as text: `generated/<name>.ts`. openapi-fetch understands no readonly arrays. */
export async function renderTypes(document: object): Promise<string> {
  const text = astToString(await openapiTS(document as never))
  return HEADER + text.replaceAll(UNUSED, '')
}
