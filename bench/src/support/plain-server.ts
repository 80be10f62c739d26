// Responds at once, without rate limits, until stdin closes. Prints its URL as a line of JSON.
import { createServer } from 'node:http';
import { CREATED_JSON } from './request.js';
import { serve } from './serve.js';
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

serve(server);
