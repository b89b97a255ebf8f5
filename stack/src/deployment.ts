// What is done once, before services start, in whatever way the parts are run.
export { correctQuotas } from './parts/kafka-quotas.ts'
export { createTopics } from './parts/kafka-topics.ts'
export { createDatabase, DATABASE, roleOf } from './parts/postgres-database.ts'
export { setWalLogin } from './parts/postgres-wal.ts'
export { accessProperties, asEnvironment } from './parts/registry.ts'
export { migrationsOf } from './parts/services.ts'
