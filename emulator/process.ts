// Runs an emulator until stdin closes: `tsx process.ts '{"timeScale":60}'` prints its URL as a line of JSON, and
// `GET /__stats` answers its counts.
import { json, send } from './answer.js';
import { launch } from './launch.js';
import type { EmulatorOptions } from './options.js';

const options: EmulatorOptions = JSON.parse(process.argv[2] ?? '{}');

const emulator = await launch(options, {
  wrap: (listener, stats) => (request, response) => {
    if (request.method === 'GET' && request.url === '/__stats') {
      send(response, json(200, stats));
    } else {
      listener(request, response);
    }
  },
});

process.stdin.once('close', () => emulator.close()).resume();
console.log(JSON.stringify({ url: emulator.url }));
