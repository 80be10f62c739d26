const COLUMN_WIDTH = 7.8;
const LINE_HEIGHT = 20;
const MARGIN = 20;
const BAR = 32;

/** Draws the lines of a terminal as an SVG that needs no font and no file of its own. */
export function drawTerminal(lines: readonly string[]): string {
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * COLUMN_WIDTH) + 2 * MARGIN;
  const height = BAR + lines.length * LINE_HEIGHT + MARGIN;
  const texts = lines.map((line, index) => {
    const y = BAR + (index + 1) * LINE_HEIGHT - 4;
    // The length makes the columns fit whatever font the reader has.
    const length = (line.length * COLUMN_WIDTH).toFixed(1);
    const attributes = `x="${MARGIN}" y="${y}" textLength="${length}" class="${classOf(line)}"`;
    return line === '' ? '' : `  <text ${attributes} xml:space="preserve">${encode(line)}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>A run of npm run demo</title>
  <style>
    text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #d4d9e2; }
    .command { fill: #ffffff; font-weight: bold; }
    .wait { fill: #e0b15a; }
    .step { fill: #7fd08a; }
  </style>
  <rect width="${width}" height="${height}" rx="8" fill="#1b1f27"/>
  <circle cx="20" cy="16" r="5" fill="#f0655b"/>
  <circle cx="38" cy="16" r="5" fill="#e0b15a"/>
  <circle cx="56" cy="16" r="5" fill="#7fd08a"/>
${texts.join('')}</svg>
`;
}

/** The lines that a drawing shows. */
export function linesOf(svg: string): string[] {
  return Array.from(svg.matchAll(/<text [^>]*>(.*)<\/text>/g), ([, text = '']) => decode(text));
}

function classOf(line: string): string {
  if (line.startsWith('$ ')) {
    return 'command';
  }
  if (line.includes(': waiting ')) {
    return 'wait';
  }
  return /^\S+ +status 2/.test(line) ? 'step' : 'text';
}

function encode(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
