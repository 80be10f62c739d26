import type { RequestListener, ServerResponse } from 'node:http';
import type { EmulatorOperation } from './operation-names.js';
import type { Plan, PlannedResponses } from './planned-responses.js';
import { TOKEN_PATH } from './portal.js';
import type { RecordedRequests } from './recorded-requests.js';
import { type EmulatorRequest, headerOf, pathOf, readRequest } from './request.js';
import { type EmulatedResponse, sendResponse } from './response.js';
import type { Service } from './service.js';

/** What a handler works with. */
export interface HandlerContext {
  readonly service: Service;
  readonly planned: PlannedResponses;
  readonly requests: RecordedRequests;
  /** Whether a portal is in front of the service, so that most of its paths are not emulated. */
  readonly behindPortal: boolean;
  /** Whether requests with this header `Host` are served. */
  servesHost(header: string | undefined): boolean;
}

/** Handles the requests to an emulator. */
export interface Handler {
  readonly listener: RequestListener;
  /** Ends the requests under way with a 410, so that none of them reaches the service any more. */
  reset(): void;
}

// The paths that the nginx of a portal passes on to the service.
const SERVICE_PATH = /^\/(?:api\/2\.0\/(?:clients|scopes|oauth2)|health$|docs$)/;

/** Makes the handler of an emulator. */
export function createHandler(context: HandlerContext): Handler {
  const { service, planned, requests } = context;
  const underWay = new Set<ServerResponse>();

  const planFor = (request: EmulatorRequest, operation: EmulatorOperation): Plan | undefined => {
    const plan = planned.take(operation);
    if (typeof plan !== 'object' || plan.body !== undefined || plan.status < 400) {
      return plan;
    }
    const error = service.errorResponse(request, plan.status);
    return { ...error, ...plan, headers: { ...error.headers, ...plan.headers } };
  };
  const respond = (request: EmulatorRequest): EmulatedResponse => {
    try {
      return service.respond(request);
    } catch (error) {
      // Such as one of the functions in the options.
      return ownResponse(500, `The emulator failed: ${String(error)}`);
    }
  };
  const handle = (request: EmulatorRequest, response: ServerResponse): void => {
    const operation = service.operationOf(request);
    const plan = unservedResponse(request, context) ?? (operation && planFor(request, operation)) ?? respond(request);
    requests.add(request, operation, typeof plan === 'string' ? undefined : plan.status);
    carryOut(plan, request, response);
  };
  const carryOut = (plan: Plan, request: EmulatorRequest, response: ServerResponse): void => {
    if (plan === 'disconnect') {
      response.destroy();
    } else if (plan !== 'hang') {
      underWay.delete(response);
      sendResponse(response, plan, service.writingOf(request));
    }
  };

  return {
    listener: (message, response) => {
      underWay.add(response);
      response.once('close', () => underWay.delete(response));
      readRequest(message)
        .then((request) => {
          // A reset has ended it.
          if (underWay.has(response)) {
            handle(request, response);
          }
        })
        // The client disconnected.
        .catch(() => response.destroy());
    },
    reset: () => {
      for (const response of underWay) {
        underWay.delete(response);
        sendResponse(response, ownResponse(410, 'The emulator was reset while this request was under way.'));
      }
    },
  };
}

/** The response to what the emulator does not serve, with a status that the service never uses. */
function unservedResponse(
  request: EmulatorRequest,
  { behindPortal, servesHost }: HandlerContext,
): EmulatedResponse | undefined {
  const host = headerOf(request, 'host');
  if (!servesHost(host)) {
    return ownResponse(421, `The emulator does not serve the host ${host}. Use localhost, or set the option host.`);
  }
  const path = pathOf(request);
  return behindPortal && path !== TOKEN_PATH && !SERVICE_PATH.test(path)
    ? ownResponse(501, `The emulator has no ${path}. It has /api/2.0/clients, /api/2.0/scopes and ${TOKEN_PATH}.`)
    : undefined;
}

function ownResponse(status: number, message: string): EmulatedResponse {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  return { status, headers, body: `${message}\n`, framing: 'length', bare: true };
}
