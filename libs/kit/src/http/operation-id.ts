/**
 * The name of an operation in generated clients, from its method and path, which are as stable: `getReservation`,
 * `listEvenings`, `postReservationCancellation`.
 */
export function operationIdOf(method: string, url: string, isList: boolean): string {
  const segments = url.split('/').filter((segment) => segment !== '')
  const words = segments.flatMap((segment, index) => {
    if (segment.startsWith(':')) return []
    return segments[index + 1]?.startsWith(':') ? singular(segment) : segment
  })
  return (isList ? 'list' : method.toLowerCase()) + words.map(pascal).join('')
}

const singular = (word: string): string => word.replace(/s$/, '')

const pascal = (word: string): string =>
  word
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
