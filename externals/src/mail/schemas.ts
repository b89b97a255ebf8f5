import Type from 'typebox'

const closed = { additionalProperties: false }
const MAX_TEXT_CHARS = 4_000

/** As Slack's incoming webhooks have it; what else they may carry is not shown. */
export const WebhookBody = Type.Object({ text: Type.String({ minLength: 1, maxLength: MAX_TEXT_CHARS }) })

export const SearchQuery = Type.Object(
  {
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$' })),
    after: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    q: Type.Optional(Type.String({ maxLength: 500 })),
  },
  closed,
)
