/** Names with their counts, largest first. */
export function counts(title: string, numbers: ReadonlyMap<string, number>): string {
  if (numbers.size === 0) return `${title}: none`
  const width = Math.max(...[...numbers.values()].map((number) => String(number).length))
  const lines = [...numbers]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, number]) => `  ${String(number).padStart(width)}  ${name}`)
  return [`${title}:`, ...lines].join('\n')
}
