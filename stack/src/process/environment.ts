/** What a child inherits; everything else it needs is given to it by name. */
const INHERITED = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'JAVA_HOME',
  'http_proxy',
  'https_proxy',
  'no_proxy',
]

/** The environment of a child process: a few variables of ours and those in `own`. */
export function childEnvironment(own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(inherited), ...own }
}
