// Responds at once, without rate limits, until stdin closes. Prints its URL as a line of JSON.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CREATED_JSON } from './request.js';
import { TOKEN_JSON } from './signature.js';

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    if (request.method === 'POST') {
      response
        .writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': CREATED_JSON.length })
        .end(CREATED_JSON);
    } else if (request.method === 'GET') {
      response.end(TOKEN_JSON);
    } else {
      response.end();
    }
  });
});

server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
process.stdin
  .once('close', () => {
    server.close();
    server.closeAllConnections();
  })
  .resume();
