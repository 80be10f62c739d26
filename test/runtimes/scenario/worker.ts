// For Cloudflare: takes the options as the body of a request and answers the results.
import { runChecks } from './run.js';

export default {
  fetch: async (request: Request): Promise<Response> => Response.json(await runChecks(await request.json())),
};
