// Generated from an OpenAPI document: change the routes, then type npm run generate.

export interface paths {
    "/api/sagas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists sagas, newest first */
        get: operations["listApiSagas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sagas/{reservationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one saga: its events, what it waits for, the state of each service; now or as of a past moment */
        get: operations["getApiSaga"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sagas/{reservationId}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the commands of a saga, from the audit trails of the services */
        get: operations["listApiSagaCommands"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sagas/{reservationId}/events/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one event: headers, bytes, and who has taken it */
        get: operations["getApiSagaEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what an operator must look at: stuck sagas, parked messages, refused refunds */
        get: operations["getApiAttention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says how the whole system is */
        get: operations["getApiOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the seats of each evening, as this process sees them */
        get: operations["listApiBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says what is broken on purpose */
        get: operations["getApiFaults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topology": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows how the services work together */
        get: operations["getApiTopology"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the views of all services */
        get: operations["listApiViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{customerId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what a guest's orders have come to, as the stream processor has written it */
        get: operations["listApiCustomerHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partitions/placement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says where a key goes, step by step */
        get: operations["getApiPartitionsPlacement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partitions/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says how many keys move when the number of partitions changes */
        get: operations["getApiPartitionsMoves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists topics, their partitions, and which process reads them, how far */
        get: operations["getApiPartitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/processes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the processes of this machine's stack */
        get: operations["listApiProcesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/processes/{name}/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Kills (SIGKILL), stops or starts a process */
        post: operations["postApiProcesse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partitions/{topic}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a topic more partitions while it is in use */
        post: operations["postApiPartition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive? */
        get: operations["getHealthLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can it do its work? */
        get: operations["getHealthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in the format of Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows what happens, as server-sent events
         * @description Events are named saga, event, health, invariants, faults, reset. Send the header Last-Event-ID to resume.
         */
        get: operations["getApiLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Problem: {
            /** Format: uri */
            type: string;
            title: string;
            status: number;
            detail: string;
            errors?: {
                path: string;
                message: string;
            }[];
            /** @description Number of errors beyond those listed */
            more?: number;
            /** @description What is unavailable to a service that is not ready, longest first */
            unavailable?: {
                what: string;
                reason: string;
                /**
                 * Format: date-time
                 * @description RFC 3339 in UTC
                 */
                since: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description The request's id in logs, and the cause of the events that follow */
        "x-request-id": string;
        /** @description The version of the stream that the response is about; absent while the stream has no events */
        "Consistency-Token": string;
        /** @description The path of what was created */
        Location: string;
        /** @description Seconds */
        "Retry-After": string;
        /** @description true: an earlier request had this Idempotency-Key, and this is its response */
        "Idempotency-Replayed": string;
        /** @description How to authenticate */
        "WWW-Authenticate": string;
    };
    pathItems: never;
}
export interface operations {
    listApiSagas: {
        parameters: {
            query?: {
                limit?: number;
                /** @description UUID in lower case */
                after?: string;
                /** @description Separated by commas */
                status?: string;
                /** @description UUID in lower case */
                customerId?: string;
                /** @description UUID in lower case */
                eveningId?: string;
                /** @description Any id of the saga, whole or its first 8 digits or more; another text finds nothing */
                q?: string;
                /** @description RFC 3339 in UTC */
                since?: string;
                reason?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            reservationId: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            orderId: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            customerId?: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            eveningId?: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            startedAt: string;
                            lastEvent: {
                                service: string;
                                type: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 in UTC
                                 */
                                at: string;
                            };
                            /** @enum {unknown} */
                            status: "open" | "delivered" | "cancelled" | "rejected";
                            /** @description Why it was cancelled or rejected */
                            reason?: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            endedAt?: string;
                            /** @description Whether it waits longer than it should */
                            stuck: boolean;
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiSaga: {
        parameters: {
            query?: {
                /** @description RFC 3339 in UTC */
                at?: string;
            };
            header?: never;
            path: {
                /** @description UUID in lower case */
                reservationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description UUID in lower case
                         */
                        reservationId: string;
                        /**
                         * Format: uuid
                         * @description UUID in lower case
                         */
                        orderId: string;
                        /**
                         * Format: uuid
                         * @description UUID in lower case
                         */
                        customerId?: string;
                        /**
                         * Format: uuid
                         * @description UUID in lower case
                         */
                        eveningId?: string;
                        /**
                         * Format: date-time
                         * @description RFC 3339 in UTC
                         */
                        startedAt: string;
                        lastEvent: {
                            service: string;
                            type: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            at: string;
                        };
                        /** @enum {unknown} */
                        status: "open" | "delivered" | "cancelled" | "rejected";
                        /** @description Why it was cancelled or rejected */
                        reason?: string;
                        /**
                         * Format: date-time
                         * @description RFC 3339 in UTC
                         */
                        endedAt?: string;
                        /** @description Whether it waits longer than it should */
                        stuck: boolean;
                        /**
                         * Format: date-time
                         * @description The moment that was asked for; absent for now
                         */
                        at?: string;
                        /** @description In the order of their times, causes first */
                        events: {
                            service: string;
                            type: string;
                            streamId: string;
                            version: number;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            id: string;
                            /** @description The id of the event or command that caused it */
                            causationId?: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            time: string;
                            /**
                             * Format: date-time
                             * @description When the gateway read it
                             */
                            seenAt: string;
                            topic: string;
                            partition: number;
                            offset: string;
                            schemaVersion?: number;
                            /** @description Its fields; absent where the record cannot be decoded */
                            data?: unknown;
                            /** @description Why the record cannot be decoded */
                            problem?: string;
                            /** @description The id of the event that it undoes */
                            compensates?: string;
                        }[];
                        /** @description What it waits for now; of a saga that has ended, what is still to be undone or done; empty at a past moment */
                        waitingFor: {
                            /**
                             * @description consumer: a service has yet to read an event · effect: a call to an external system · timer · parked: a service has parked a message · outside: news from another system or a person
                             * @enum {unknown}
                             */
                            kind: "consumer" | "effect" | "timer" | "parked" | "outside";
                            service: string;
                            what: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            since: string;
                            /**
                             * Format: date-time
                             * @description When the call is tried again, or the timer is due
                             */
                            until?: string;
                            attempt?: number;
                            /** @description Why the last attempt failed */
                            error?: string;
                            /** @description What the work needs and is unavailable */
                            lacking?: string;
                            /** @description The parked message, as its service lists it */
                            parkedId?: string;
                            /** @description Whether this lasts longer than it should */
                            isStuck: boolean;
                            /** @description The same in one sentence */
                            text: string;
                        }[];
                        /** @description By service; null where the stream had not begun or the service does not answer */
                        states: {
                            [key: string]: {
                                streamId: string;
                                aggregate: string;
                                version: number;
                                state: unknown;
                            } | null;
                        };
                        /** @description Services that did not answer: what they know is missing here */
                        unavailable: string[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-saga */
            404: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiSagaCommands: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID in lower case */
                reservationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            service: string;
                            id: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            at: string;
                            by: string;
                            /** @description request, message, timer, answer or refusal */
                            kind: string;
                            type: string;
                            streamId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "rejected" | "ignored";
                            reason?: string;
                            events: string[];
                            /** @description The id of the event that caused it */
                            causedBy?: string;
                            request?: unknown;
                        }[];
                        unavailable: string[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-saga */
            404: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiSagaEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID in lower case */
                reservationId: string;
                /** @description UUID in lower case */
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        service: string;
                        type: string;
                        streamId: string;
                        version: number;
                        /**
                         * Format: uuid
                         * @description UUID in lower case
                         */
                        id: string;
                        /** @description The id of the event or command that caused it */
                        causationId?: string;
                        /**
                         * Format: date-time
                         * @description RFC 3339 in UTC
                         */
                        time: string;
                        /**
                         * Format: date-time
                         * @description When the gateway read it
                         */
                        seenAt: string;
                        topic: string;
                        partition: number;
                        offset: string;
                        schemaVersion?: number;
                        /** @description Its fields; absent where the record cannot be decoded */
                        data?: unknown;
                        /** @description Why the record cannot be decoded */
                        problem?: string;
                        /** @description The id of the event that it undoes */
                        compensates?: string;
                        headers: {
                            [key: string]: string;
                        };
                        /** @description The record's value, base64; absent where it holds a card token, or may, as it cannot be decoded */
                        raw?: string;
                        takenBy: {
                            service: string;
                            /** @description Whether it acts on the event; others only keep a view or move their gate */
                            hasPolicy: boolean;
                            taken: boolean;
                            /**
                             * Format: date-time
                             * @description When its command was decided; absent where it needed none
                             */
                            at?: string;
                            /** @description accepted, rejected or ignored */
                            outcome?: string;
                        }[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-saga, unknown-event */
            404: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiAttention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        stuck: {
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            reservationId: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            orderId: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            customerId?: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            eveningId?: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            startedAt: string;
                            lastEvent: {
                                service: string;
                                type: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 in UTC
                                 */
                                at: string;
                            };
                            /** @enum {unknown} */
                            status: "open" | "delivered" | "cancelled" | "rejected";
                            /** @description Why it was cancelled or rejected */
                            reason?: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            endedAt?: string;
                            /** @description Whether it waits longer than it should */
                            stuck: boolean;
                            waitingFor: {
                                /**
                                 * @description consumer: a service has yet to read an event · effect: a call to an external system · timer · parked: a service has parked a message · outside: news from another system or a person
                                 * @enum {unknown}
                                 */
                                kind: "consumer" | "effect" | "timer" | "parked" | "outside";
                                service: string;
                                what: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 in UTC
                                 */
                                since: string;
                                /**
                                 * Format: date-time
                                 * @description When the call is tried again, or the timer is due
                                 */
                                until?: string;
                                attempt?: number;
                                /** @description Why the last attempt failed */
                                error?: string;
                                /** @description What the work needs and is unavailable */
                                lacking?: string;
                                /** @description The parked message, as its service lists it */
                                parkedId?: string;
                                /** @description Whether this lasts longer than it should */
                                isStuck: boolean;
                                /** @description The same in one sentence */
                                text: string;
                            }[];
                        }[];
                        parked: {
                            service: string;
                            id: string;
                            /** @description gap, view, schema or poison */
                            reason: string;
                            source: string;
                            streamId: string;
                            version: number;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            since: string;
                            error: string;
                            waitsFor?: string;
                            type?: string;
                            data?: unknown;
                            raw: string;
                            /** @description The fields that this consumer reads of the event, and which of them the message lacks */
                            needs: {
                                field: string;
                                missing: boolean;
                            }[];
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            reservationId?: string;
                        }[];
                        refunds: {
                            orderId: string;
                            reservationId?: string;
                            amount: {
                                amount: number;
                                currency: string;
                            };
                            /** @description As the payment service lists it */
                            status: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            since?: string;
                            attempts?: number;
                        }[];
                        unavailable: {
                            /** @description A service, Kafka, or the database of the gateway */
                            what: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            since: string;
                            reason: string;
                        }[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated */
            401: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description RFC 3339 in UTC
                         */
                        at: string;
                        /** @description While the gateway reads old events */
                        catchingUp?: {
                            remaining: number;
                            perSecond: number;
                        };
                        /** @description Absent until the saga view could be read */
                        counts?: {
                            open: number;
                            stuck: number;
                            delivered: number;
                            cancelled: number;
                            rejected: number;
                        };
                        minutes: {
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            minute: string;
                            started: number;
                            delivered: number;
                            cancelled: number;
                            rejected: number;
                        }[];
                        eventsPerSecond: number;
                        /** @description From the held reservation to the confirmation, last 5 minutes */
                        confirmed?: {
                            p50Ms: number;
                            p99Ms: number;
                            count: number;
                        };
                        services: {
                            service: string;
                            ready: boolean;
                            /** @description Why it is not ready */
                            reason?: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            since?: string;
                            /** @description Messages that it has yet to read */
                            lagMessages?: number;
                            /** @description Age of the oldest of them; 0 if there is none */
                            lagSeconds?: number;
                            parked?: number;
                            /** @description Timers and effects whose last attempt failed */
                            pendingFailing?: number;
                        }[];
                        invariants: {
                            /**
                             * Format: date-time
                             * @description When the last audit began; absent before the first
                             */
                            lookedAt?: string;
                            items: {
                                number: number;
                                name: string;
                                /** @enum {unknown} */
                                status: "holds" | "violated" | "unknown";
                                /** @description At most 20 */
                                violations: {
                                    what: string;
                                    ids: {
                                        [key: string]: string;
                                    };
                                }[];
                            }[];
                            /** @description Why they are not known */
                            problem?: string;
                            /** @description What to type at the root of the clone to check them, where they are not known */
                            check?: string;
                        };
                        /** @description At most 10, the longest first */
                        stuck: {
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            reservationId: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            orderId: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            customerId?: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            eveningId?: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            startedAt: string;
                            lastEvent: {
                                service: string;
                                type: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 in UTC
                                 */
                                at: string;
                            };
                            /** @enum {unknown} */
                            status: "open" | "delivered" | "cancelled" | "rejected";
                            /** @description Why it was cancelled or rejected */
                            reason?: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            endedAt?: string;
                            /** @description Whether it waits longer than it should */
                            stuck: boolean;
                            waitingFor: {
                                /**
                                 * @description consumer: a service has yet to read an event · effect: a call to an external system · timer · parked: a service has parked a message · outside: news from another system or a person
                                 * @enum {unknown}
                                 */
                                kind: "consumer" | "effect" | "timer" | "parked" | "outside";
                                service: string;
                                what: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 in UTC
                                 */
                                since: string;
                                /**
                                 * Format: date-time
                                 * @description When the call is tried again, or the timer is due
                                 */
                                until?: string;
                                attempt?: number;
                                /** @description Why the last attempt failed */
                                error?: string;
                                /** @description What the work needs and is unavailable */
                                lacking?: string;
                                /** @description The parked message, as its service lists it */
                                parkedId?: string;
                                /** @description Whether this lasts longer than it should */
                                isStuck: boolean;
                                /** @description The same in one sentence */
                                text: string;
                            }[];
                        }[];
                        faults: {
                            /** @description Whether the services run with BISTRO_FAULTS=on */
                            allowed: boolean;
                            /** @description Services where something is broken on purpose */
                            services: {
                                service: string;
                                seed: number;
                                faults: {
                                    name: string;
                                    /** @description Probability at each opportunity, 0 to 1 */
                                    rate?: number;
                                    /** @description For delays: at most this long */
                                    ms?: number;
                                }[];
                                withoutSafetyNets: string[];
                            }[];
                            /** @description What can be broken; absent where faults are not allowed */
                            known?: {
                                faults: {
                                    name: string;
                                    /** @description What happens, in one sentence */
                                    what: string;
                                    /** @description Where it applies; absent: everywhere */
                                    services?: string[];
                                }[];
                                safetyNets: {
                                    name: string;
                                    /** @description What happens, in one sentence */
                                    what: string;
                                    /** @description Where it applies; absent: everywhere */
                                    services?: string[];
                                }[];
                            };
                        };
                        unavailable: {
                            /** @description A service, Kafka, or the database of the gateway */
                            what: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            since: string;
                            reason: string;
                        }[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiBoard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Which process of the gateway answers: each has a board of its own */
                        replica: string;
                        /** @description Position by partition */
                        readTo: {
                            [key: string]: string;
                        };
                        items: {
                            eveningId: string;
                            title: string;
                            date: string;
                            seats: number;
                            held: number;
                            confirmed: number;
                            /** @description Seats given back since the beginning */
                            cancelled: number;
                        }[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiFaults: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the services run with BISTRO_FAULTS=on */
                        allowed: boolean;
                        /** @description Services where something is broken on purpose */
                        services: {
                            service: string;
                            seed: number;
                            faults: {
                                name: string;
                                /** @description Probability at each opportunity, 0 to 1 */
                                rate?: number;
                                /** @description For delays: at most this long */
                                ms?: number;
                            }[];
                            withoutSafetyNets: string[];
                        }[];
                        /** @description What can be broken; absent where faults are not allowed */
                        known?: {
                            faults: {
                                name: string;
                                /** @description What happens, in one sentence */
                                what: string;
                                /** @description Where it applies; absent: everywhere */
                                services?: string[];
                            }[];
                            safetyNets: {
                                name: string;
                                /** @description What happens, in one sentence */
                                what: string;
                                /** @description Where it applies; absent: everywhere */
                                services?: string[];
                            }[];
                        };
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiTopology: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        services: {
                            service: string;
                            /** @description That it publishes to */
                            topics: string[];
                            subscribes: string[];
                            /** @description Event types */
                            publishes: string[];
                            /** @description Event types of it that undo a step */
                            undoes: string[];
                            /** @description Event types that it has a policy for */
                            acts: string[];
                            views: string[];
                            /** @description External systems */
                            calls: string[];
                        }[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            service: string;
                            view: string;
                            /** @enum {unknown} */
                            source: "own" | "replicated";
                            rows?: number;
                            /** @description Event types */
                            reads: string[];
                            /** @description Age of the oldest event that it lacks; 0 if it is up to date */
                            lagSeconds?: number;
                            rebuild?: {
                                /** @enum {unknown} */
                                status: "running" | "equal" | "differs" | "failed";
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 in UTC
                                 */
                                startedAt: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 in UTC
                                 */
                                endedAt?: string;
                                /**
                                 * Format: date-time
                                 * @description When the rebuilt rows took the place of the live ones last; the former ones are then `rebuilt`
                                 */
                                swappedAt?: string;
                                /** @description Events folded so far */
                                done: number;
                                total: number;
                                rows?: number;
                                /** @description At most 20 */
                                differences: {
                                    key: string;
                                    live?: unknown;
                                    rebuilt?: unknown;
                                }[];
                                problem?: string;
                            };
                        }[];
                        unavailable: string[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated */
            401: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiCustomerHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID in lower case */
                customerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description UUID in lower case
                         */
                        customerId: string;
                        items: {
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            orderId: string;
                            /**
                             * Format: uuid
                             * @description UUID in lower case
                             */
                            reservationId: string;
                            /** @enum {unknown} */
                            outcome: "confirmed" | "delivered" | "cancelled";
                            /** @description Why it was cancelled */
                            reason?: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            at: string;
                            /** @description Of the order's stream: a record with this one or a lower one is a copy */
                            version: number;
                        }[];
                        /** @description How many copies this process of the gateway has dropped */
                        copies: number;
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiPartitionsPlacement: {
        parameters: {
            query: {
                key: string;
                /** @description A number of partitions */
                partitions: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key: string;
                        bytes: number[];
                        /** @description murmur2 of the bytes, 32 bits, signed */
                        hash: number;
                        /** @description The hash without its sign bit */
                        positive: number;
                        partitions: number;
                        partition: number;
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiPartitionsMoves: {
        parameters: {
            query: {
                /** @description A number of partitions */
                from: number;
                /** @description A number of partitions */
                to: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: number;
                        to: number;
                        /** @description 0 to 1: hash modulo the number of partitions, as Kafka does it */
                        modulo: number;
                        /** @description 0 to 1: consistent hashing on a ring */
                        consistent: number;
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiPartitions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many partitions a topic may have */
                        most: number;
                        topics: {
                            topic: string;
                            service: string;
                            partitions: {
                                partition: number;
                                begin: string;
                                end: string;
                                readers: {
                                    service: string;
                                    /** @description Which process reads it; absent if none does */
                                    member?: string;
                                    position: string;
                                    lagMessages: number;
                                }[];
                            }[];
                        }[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description kafka-unavailable */
            503: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiProcesses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description False where the stack is not run by this machine: in containers, for example */
                        reachable: boolean;
                        items: {
                            name: string;
                            running: boolean;
                        }[];
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postApiProcesse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                action: "stop" | "start" | "kill";
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | Record<string, never>;
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated */
            401: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description cross-site */
            403: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-process */
            404: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-this-machine, not-possible */
            409: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description body-too-large */
            413: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported-media-type */
            415: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postApiPartition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                topic: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    partitions: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthenticated */
            401: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description cross-site */
            403: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-topic */
            404: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-this-machine, not-possible */
            409: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description body-too-large */
            413: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported-media-type */
            415: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealthLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealthReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                        /** @description What is unavailable to the service, longest first */
                        unavailable: {
                            what: string;
                            reason: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 in UTC
                             */
                            since: string;
                        }[];
                        /** @description What is broken on purpose; absent where that is not allowed */
                        faults?: {
                            /** @description The same seed and the same opportunities give the same decisions; default 1 */
                            seed: number;
                            faults: {
                                /** @enum {unknown} */
                                name: "duplicate" | "delay" | "reorder" | "lag" | "crash-before-commit" | "crash-after-commit" | "crash-after-send" | "crash-after-answer" | "crash";
                                /** @description Probability at each opportunity; default 0.1, of crashes 0.02 */
                                rate?: number;
                                /** @description At most this long */
                                ms?: number;
                            }[];
                            /** @description Safety nets that are taken out, by name; GET /faults lists them */
                            withoutSafetyNets: string[];
                        };
                    };
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-ready */
            503: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Metrics */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiLive: {
        parameters: {
            query?: {
                /** @description UUID in lower case */
                saga?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description invalid-request */
            400: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not-acceptable */
            406: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unknown-host */
            421: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal-error */
            500: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description too-many-readers */
            503: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
