// Runs an emulator until stdin closes. `tsx process.ts '{"timeScale":60}'` prints `{"url":"…"}`; `GET /__stats` returns
// the counts.
import { launch } from './emulator.js';
import type { LaunchOptions } from './options.js';
import { jsonResponse, sendResponse } from './response.js';

const options: LaunchOptions = JSON.parse(process.argv[2] ?? '{}');

const { emulator } = await launch(options, (listener, stats) => (request, response) => {
  if (request.method === 'GET' && request.url === '/__stats') {
    sendResponse(response, jsonResponse(200, stats()));
  } else {
    listener(request, response);
  }
});

process.stdin.once('close', () => emulator.close()).resume();
console.log(JSON.stringify({ url: emulator.url }));
