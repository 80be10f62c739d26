import { errorResponse, ServiceError, unknownRouteResponse } from './errors.js';
import { isReadable, parseAccept } from './media.js';
import { type EmulatorRequest, headerOf, pathOf } from './request.js';
import { addHeaders, type EmulatedResponse } from './response.js';
import { methodsOf, type Route } from './routes.js';
import type { Behaviour } from './versions.js';

const VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/** The response to a path without a route. */
export function unknownRoute(path: string, behaviour: Behaviour): EmulatedResponse {
  switch (behaviour.unknownRoute) {
    case 'exception':
      return addHeaders(errorResponse(new ServiceError(500, 'There is no such route'), behaviour, path), {
        Vary: VARY,
      });
    case 'status':
      return addHeaders(unknownRouteResponse(path), { Vary: VARY });
    case 'forbidden':
      return { status: 403 };
  }
}

/** The response to a method that a path does not have; up to 3.6 it is thrown. */
export function wrongMethod(methods: readonly string[], behaviour: Behaviour): EmulatedResponse {
  switch (behaviour.wrongMethod) {
    case 'exception':
      throw new ServiceError(500, 'The method is not supported');
    case 'status':
      throw new ServiceError(405, 'The method is not supported');
    case 'forbidden':
      return { status: 403, headers: { Allow: methods.join(', ') } };
  }
}

/**
 * The response to a body that the route does not read, or to a request that takes no JSON; `undefined` if both fit. Some
 * are thrown.
 */
export function wrongMedia(
  request: EmulatorRequest,
  { readsBody, method }: Route,
  behaviour: Behaviour,
): EmulatedResponse | undefined {
  const readable = !readsBody || isReadable(headerOf(request, 'content-type'), behaviour);
  if (!readable && behaviour.wrongContentType === 'forbidden') {
    const types = { Accept: 'application/json', ...(method === 'PATCH' && { 'Accept-Patch': 'application/json' }) };
    return { status: 403, headers: types };
  }
  if (!readable && behaviour.wrongContentType === 'status') {
    throw new ServiceError(415, 'The media type of the body is not supported');
  }
  const response = notAcceptable(request, behaviour);
  if (!response && !readable) {
    throw new ServiceError(500, 'The media type of the body is not supported');
  }
  return response;
}

/** The response to OPTIONS at a path with routes, or to a preflight. */
export function optionsResponse(
  request: EmulatorRequest,
  routes: readonly Route[],
  { rejectsPreflight, declaresContentType }: Behaviour,
): EmulatedResponse {
  if (['origin', 'access-control-request-method'].every((name) => headerOf(request, name))) {
    return rejectsPreflight
      ? { status: 403, headers: { Vary: VARY }, body: 'The origin is not allowed' }
      : { status: 200, headers: { Allow: 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE' } };
  }
  const methods = methodsOf(routes);
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
  const patches = routes.some(({ method, readsBody }) => method === 'PATCH' && readsBody);
  const acceptPatch = patches && declaresContentType ? 'application/json' : '';
  return { status: 200, headers: { Allow: allowed.join(', '), 'Accept-Patch': acceptPatch } };
}

function notAcceptable(request: EmulatorRequest, behaviour: Behaviour): EmulatedResponse | undefined {
  const acceptance = parseAccept(headerOf(request, 'accept'));
  if (acceptance.kind === 'json') {
    return undefined;
  }
  if (behaviour.notAcceptable === 'exception' && acceptance.kind !== 'nothing') {
    const isMalformed = acceptance.kind === 'malformed';
    const error = new ServiceError(500, 'The response would not be accepted', isMalformed ? { format: 'empty' } : {});
    return errorResponse(error, behaviour, pathOf(request), isMalformed ? undefined : acceptance.contentType);
  }
  const session = 'JSESSIONID=0123456789ABCDEF0123456789ABCDEF; Path=/; HttpOnly';
  return { status: 403, headers: { Accept: 'application/json', 'Set-Cookie': session } };
}
