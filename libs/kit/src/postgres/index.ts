export { type MigrateOptions, migrate } from './migrations.ts'
export { createPostgresStore, type PostgresStoreOptions } from './store.ts'
