/** What a measure found. */
export interface Report {
  readonly markdown: string;
  readonly criteria: readonly Criterion[];
  /** Charts by file name, as SVG. */
  readonly charts?: Readonly<Record<string, string>>;
}

export interface Criterion {
  readonly name: string;
  readonly found: string;
  readonly met: boolean;
}

/** A criterion that is met if the figure is not above a bound. */
export function atMost(name: string, found: number, bound: number, unit = ''): Criterion {
  return { name: `${name}: at most ${bound}${unit}`, found: `${round(found)}${unit}`, met: found <= bound };
}

/** A criterion that is met if the figure is not below a bound. */
export function atLeast(name: string, found: number, bound: number, unit = ''): Criterion {
  return { name: `${name}: at least ${bound}${unit}`, found: `${round(found)}${unit}`, met: found >= bound };
}

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

export function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}

function cell(value: string | number): string {
  return typeof value === 'number' ? round(value) : value;
}
