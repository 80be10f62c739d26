import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID, CREATE_REQUEST, CREATED } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import type { Handler } from '../support/server.js';
import { DONE } from '../support/steps.js';

useFakeTime();

type Fields = Readonly<Record<string, string | readonly string[]>>;

const SENT = 'Sun, 06 Nov 1994 08:49:30 GMT';
const IN_3_S = 'Sun, 06 Nov 1994 08:49:33 GMT';
const IN_7_S = 'Sun, 06 Nov 1994 08:49:37 GMT';

function respond(status: number, headers: Fields): Handler {
  return (_, response) => {
    for (const [name, value] of Object.entries(headers)) {
      response.setHeader(name, value);
    }
    response.writeHead(status).end();
  };
}

/** How long a deleteClient waits after a response with these headers, in ms. */
async function waitAfter(status: number, headers: Fields): Promise<number | undefined> {
  const { api, server, waits } = await startApi([respond(status, headers), DONE], { pacing: false });
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(1);
  expect(server.requests).toHaveLength(2);
  return waits[0]?.delay;
}

/** A header that was sent twice: as two lines, and as one proxy or the other joins them. */
const JOINED: [string, (values: readonly string[]) => string | readonly string[]][] = [
  ['in two lines', (values) => values],
  ['joined', (values) => values.join(', ')],
  ['joined without a space', (values) => values.join(',')],
];

describe.each([429, 503])('Retry-After of a %i', (status) => {
  describe.each(JOINED)('sent twice, %s', (_, join) => {
    it.each([
      ['the same seconds', ['3', '3'], 3000],
      ['other seconds, the longer last', ['3', '5'], 5000],
      ['other seconds, the longer first', ['5', '3'], 5000],
      ['three times', ['1', '5', '3'], 5000],
      ['fractions', ['0.5', '2.5'], 2500],
      ['the same date', [IN_7_S, IN_7_S], 7000],
      ['other dates, the later last', [IN_3_S, IN_7_S], 7000],
      ['other dates, the later first', [IN_7_S, IN_3_S], 7000],
      ['RFC 850 dates', ['Sunday, 06-Nov-94 08:49:33 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT'], 7000],
      ['asctime dates', ['Sun Nov  6 08:49:33 1994', 'Sun Nov  6 08:49:37 1994'], 7000],
      ['seconds and a date', ['3', IN_7_S], 7000],
      ['a date and seconds', [IN_3_S, '5'], 5000],
      ['one of them unreadable', ['soon', '5'], 5000],
      ['one of them in the past', ['3', SENT], 3000],
    ])('%s', async (_, values, least) => {
      const delay = await waitAfter(status, { date: SENT, 'retry-after': join(values) });
      expect(delay).within(least, least * 1.2);
    });

    it('counts as not set if none can be read', async () => {
      const delay = await waitAfter(status, { date: SENT, 'retry-after': join(['soon', '-5']) });
      expect(delay).within(250, 500);
    });
  });

  it.each([
    ['seconds', '3', 3000],
    ['an HTTP date', IN_7_S, 7000],
  ])('sent once: %s', async (_, value, least) => {
    expect(await waitAfter(status, { date: SENT, 'retry-after': value })).within(least, least * 1.2);
  });
});

it.each(JOINED)('Date sent twice: Retry-After is relative to it, %s', async (_, join) => {
  const delay = await waitAfter(429, { date: join([SENT, SENT]), 'retry-after': IN_7_S });
  expect(delay).within(7000, 8400);
});

describe.each(JOINED)('X-Ratelimit-Reset sent twice, %s', (_, join) => {
  it.each([
    ['the same nanoseconds', ['6000000000', '6000000000'], 6000],
    ['other nanoseconds, the longer last', ['6000000000', '9000000000'], 9000],
    ['other nanoseconds, the longer first', ['9000000000', '6000000000'], 9000],
    ['seconds', ['7', '7'], 7000],
    ['one of them 0', ['0', '6000000000'], 6000],
    ['one of them unreadable', ['soon', '6000000000'], 6000],
  ])('%s', async (_, values, least) => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': join(values) };
    expect(await waitAfter(429, headers)).within(least, least * 1.2);
  });
});

/** How many of ten calls are sent at once after a createClient whose response had these headers. */
async function sentAtOnce(headers: Fields): Promise<number> {
  const held: ServerResponse[] = [];
  let isFirst = true;
  const { api, server } = await startApi(
    (_, response) => {
      if (!isFirst) {
        held.push(response);
        return;
      }
      isFirst = false;
      for (const [name, value] of Object.entries(headers)) {
        response.setHeader(name, value);
      }
      response.writeHead(CREATED.status, CREATED.headers).end(CREATED.body);
    },
    { onWait: () => {} },
  );
  await api.createClient(CREATE_REQUEST);
  const controller = new AbortController();
  const calls = Array.from({ length: 10 }, () => api.createClient(CREATE_REQUEST, { signal: controller.signal }));
  await letSocketsWork();
  await letSocketsWork();
  controller.abort();
  await Promise.allSettled(calls);
  return server.requests.length - 1;
}

describe.each(JOINED)('X-Ratelimit-Remaining sent twice, %s', (_, join) => {
  it.each([
    ['0', ['0', '100']],
    ['0', ['100', '0']],
    ['0', ['0', '0']],
    ['4', ['4', '4']],
    ['4', ['9', '4']],
    ['4', ['4', '9']],
    ['4', ['9', '4', '7']],
    ['4', ['many', '4']],
  ])('starts as many calls as %s sent once: %s', async (once, values) => {
    const expected = await sentAtOnce({ 'x-ratelimit-remaining': once });
    expect(expected).toBeLessThan(10);
    expect(await sentAtOnce({ 'x-ratelimit-remaining': join(values) })).toBe(expected);
  });
});

it('X-Ratelimit-Remaining that is not set: two calls start at once', async () => {
  expect(await sentAtOnce({})).toBe(2);
});
