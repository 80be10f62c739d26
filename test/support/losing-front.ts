import { createServer, request as sendRequest } from 'node:http';
import { listen } from './listen.js';

/**
 * A server in front of a service that loses the requests of an HTTP method: before they reach the service, or with the
 * response. Everything else passes.
 */
export function startLosingFront(
  serviceUrl: string,
  { method: lostMethod, lost }: { method: string; lost: 'request' | 'response' },
): Promise<string> {
  return listen(
    createServer((request, response) => {
      const { method = '', url = '', headers, socket } = request;
      const isLost = method === lostMethod;
      if (isLost && lost === 'request') {
        socket.resetAndDestroy();
        return;
      }
      const passed = sendRequest(serviceUrl + url, { method, headers }, (received) => {
        if (isLost) {
          received.resume();
          socket.resetAndDestroy();
          return;
        }
        response.writeHead(received.statusCode ?? 502, received.headers);
        received.pipe(response);
      });
      passed.on('error', () => socket.destroy());
      request.pipe(passed);
    }),
  );
}
