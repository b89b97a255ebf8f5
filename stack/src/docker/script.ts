/** Lines of a shell script that write a file: what is in it is not looked at by the shell. */
export const writeFile = (path: string, text: string): string => `cat > ${path} <<'${END}'\n${text.trimEnd()}\n${END}`

const END = 'END-OF-FILE'

/** A script that gives up at the first failure and lets nobody else read what it writes. */
export const script = (...lines: readonly string[]): string => `${['set -eu', 'umask 077', ...lines].join('\n')}\n`
