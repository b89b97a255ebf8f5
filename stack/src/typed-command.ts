/** How the command that runs now was typed, without its arguments: `npm start`, `npm run demo`. npm tells its name. */
export function typedCommand(name = process.env.npm_lifecycle_event): string {
  if (name === undefined || name === 'npx') return 'npm start'
  return name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`
}
