export { columnOf, tableOf, toRecord, toRow } from './columns.ts'
export { numbers } from './connection.ts'
export { type MigrateOptions, migrate } from './migrations.ts'
export { createPostgresStore, type PostgresStoreOptions } from './store.ts'
