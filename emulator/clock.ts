import { runInNewContext } from 'node:vm';
import { shown } from './checks.js';

/** The time of an emulator. */
export interface EmulatorClock {
  /** The time in ms since 1970. */
  now(): number;
}

// Fake timers that were installed before this module was loaded have replaced Date; that of a new context is the real one.
const systemNow: () => number = isNative(Date.now) ? Date.now : runInNewContext('Date.now');

/** The clock of the machine, whatever fake timers make of `Date`. */
export const SYSTEM_CLOCK: EmulatorClock = { now: () => systemNow() };

// From then on, times in ISO 8601 have another form. Date ends later.
const YEAR_10000 = Date.UTC(10_000, 0);

/** A clock that can be moved forward. */
export class MovableClock implements EmulatorClock {
  readonly #clock: EmulatorClock;
  #offset = 0;

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now() + this.#offset;
  }

  /** Moves the clock forward. Throws a RangeError unless `ms` is at least 0 and the time stays before the year 10000. */
  advance(ms: number): void {
    if (!(Number.isFinite(ms) && ms >= 0)) {
      throw new RangeError(
        `advance: ms must be a finite number of at least 0, not ${shown(ms)}. The clock cannot go back.`,
      );
    }
    if (!(this.now() + ms < YEAR_10000)) {
      throw new RangeError(`advance: ms must keep the time before the year 10000, which ${shown(ms)} does not.`);
    }
    this.#offset += ms;
  }
}

function isNative(value: () => number): boolean {
  return Function.prototype.toString.call(value).includes('[native code]');
}

/** Returns times in ISO 8601, UTC, with nanoseconds; no two have the same microsecond. */
export function createTimestamps(clock: EmulatorClock): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.floor(clock.now() * 1000));
    // A whole second would have no fraction to tell its precision by.
    last += last % 1_000_000 === 0 ? 1 : 0;
    const seconds = new Date(Math.floor(last / 1000)).toISOString().slice(0, -5);
    const micros = String(last % 1_000_000).padStart(6, '0');
    // The nanoseconds differ from 000, so they show that a time did not come from the database.
    const nanos = String(1 + Math.floor(Math.random() * 999)).padStart(3, '0');
    return `${seconds}.${`${micros}${nanos}`.replace(/0+$/, '')}Z`;
  };
}

/** A time as the database keeps it, in microseconds. */
export function toMicroseconds(time: string): string {
  return time.replace(/\.(\d{1,6})\d*Z$/, (_, digits: string) => `.${digits}`.replace(/\.?0+$/, '').concat('Z'));
}

/** The same time with the offset of another zone, in whole hours. */
export function toZone(time: string, hours: number): string {
  const shifted = new Date(Date.parse(time) + hours * 3_600_000).toISOString().slice(0, 19);
  const fraction = /\.\d+/.exec(time)?.[0] ?? '';
  return `${shifted}${fraction}+${String(hours).padStart(2, '0')}:00`;
}
