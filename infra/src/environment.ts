/** The value of an environment variable that a job needs. The error names the variable, never its value. */
export function need(name: string): string {
  const value = process.env[name]
  if (value) return value
  throw new Error(`${name} is not set. infra/docker-compose.yml shows the environment of each job.`)
}

/** A password of one service, such as ORDER_APP_PASSWORD. */
export const passwordOf = (service: string, role: 'owner' | 'app' | 'wal'): string =>
  need(`${service.toUpperCase()}_${role.toUpperCase()}_PASSWORD`)

export const kafkaLogin = (user: 'admin' | 'reader') => ({
  bootstrap: need('BISTRO_KAFKA_BROKERS'),
  user,
  password: need(`KAFKA_${user.toUpperCase()}_PASSWORD`),
  caFile: process.env.BISTRO_KAFKA_CA_FILE,
})
