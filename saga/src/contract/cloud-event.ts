const text = (description: string) => ({ type: 'string', description })

/** Kafka headers of every event. */
export const cloudEventHeaders = {
  type: 'object',
  required: [
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_subject',
    'ce_time',
    'ce_sequence',
    'ce_causationid',
    'traceparent',
    'content-type',
  ],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', format: 'uuid', description: 'The event’s id; the same in every copy' },
    ce_type: text('bistro.<service>.<Event>'),
    ce_source: text('/services/<service>'),
    ce_subject: { type: 'string', format: 'uuid', description: 'The stream’s id' },
    ce_time: { type: 'string', format: 'date-time', description: 'When the event was recorded' },
    ce_sequence: {
      type: 'string',
      pattern: '^[1-9][0-9]*$',
      description: 'The event’s version in its stream: 1, 2, 3 …',
    },
    ce_correlationid: text('The saga’s id, which is the reservation’s id; absent outside a saga'),
    ce_causationid: text('The ce_id of the event, or the id of the request, that led to it'),
    traceparent: text('W3C trace context'),
    'content-type': { type: 'string', const: 'application/avro' },
  },
}
