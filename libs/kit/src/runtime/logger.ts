/** The part of pino that the runtime uses. */
export interface Logger {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
}

export const SILENT_LOGGER: Logger = { info() {}, warn() {}, error() {} }
