import type { Logger } from '../../src/index.js';

/** A logger that keeps its lines, each behind its level. */
export interface RecordingLogger {
  logger: Logger;
  lines: readonly string[];
}

export function recordingLogger(): RecordingLogger {
  const lines: string[] = [];
  const write =
    (level: keyof Logger) =>
    (message: string): void => {
      lines.push(`${level} ${message}`);
    };
  return {
    logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    lines,
  };
}
