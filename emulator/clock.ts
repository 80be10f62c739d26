/** The time of an emulator, so that tests need not wait. */
export interface EmulatorClock {
  /** The time in ms since 1970. */
  now(): number;
}

/** The clock of the machine. */
export const SYSTEM_CLOCK: EmulatorClock = { now: () => Date.now() };

/** Returns times in ISO 8601, UTC, with nanoseconds; no two have the same microsecond. */
export function createTimestamps({ now }: EmulatorClock): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.floor(now() * 1000));
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
