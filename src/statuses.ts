import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServiceUnavailableError,
} from './errors.js';

/** The class of a status, and what its message advises. */
export interface StatusRow {
  readonly Class: typeof ApiError;
  readonly advice?: string;
  /** The advice if the token endpoint returned the status, in place of the other. */
  readonly tokenAdvice?: string;
}

/** What an error advises if something in front of the portal returned the response. */
export const GATEWAY_ADVICE = 'check the gateway in front of the portal';

const STATUSES: Readonly<Record<number, StatusRow>> = {
  400: { Class: BadRequestError },
  401: {
    Class: AuthenticationError,
    tokenAdvice:
      'the apiKey is unknown, or its session has ended; make a key in DocSpace settings, Developer Tools, API keys',
  },
  402: { Class: ApiError, tokenAdvice: 'check the subscription of the portal' },
  403: {
    Class: PermissionDeniedError,
    advice: 'check the rights of the user',
    tokenAdvice: 'check baseUrl; an API key must have all permissions, and the portal may allow some IP addresses only',
  },
  404: {
    Class: NotFoundError,
    advice: 'check baseUrl and the client id',
    tokenAdvice:
      'check baseUrl: there is no portal, or one before DocSpace 3.1, which takes session tokens and no sk- keys',
  },
  413: { Class: ApiError, advice: 'too large for a gateway: use a smaller logo' },
  414: { Class: ApiError, advice: 'too large for a gateway: check baseUrl' },
  421: { Class: ApiError, advice: 'check baseUrl' },
  425: { Class: ApiError, advice: 'call again' },
  429: { Class: RateLimitError },
  431: { Class: ApiError, advice: 'too large for a gateway: check headers' },
  460: { Class: ApiError, advice: GATEWAY_ADVICE },
  500: { Class: InternalServerError },
  503: { Class: ServiceUnavailableError },
  511: { Class: InternalServerError, advice: 'sign in to the network' },
};

/** The row of an error status. The service itself has no 5xx but 500 and 503. */
export function statusRow(status: number): StatusRow {
  return (
    STATUSES[status] ?? (status > 500 ? { Class: InternalServerError, advice: GATEWAY_ADVICE } : { Class: ApiError })
  );
}
