const ROW = 26;
const LABELS = 180;
const BARS = 380;

/** Horizontal bars, the longest as wide as the chart. */
export function barChart(title: string, bars: readonly (readonly [label: string, value: number])[]): string {
  const most = Math.max(...bars.map(([, value]) => value));
  const rows = bars.map(([label, value], index) => {
    const y = 40 + index * ROW;
    const width = Math.max(1, (value / most) * BARS).toFixed(1);
    const fill = label === 'this SDK' ? '#d9541e' : '#5b7fa6';
    return [
      `<text x="${LABELS - 8}" y="${y + 14}" text-anchor="end">${label}</text>`,
      `<rect x="${LABELS}" y="${y}" width="${width}" height="18" fill="${fill}"/>`,
      `<text x="${LABELS + Number(width) + 6}" y="${y + 14}">${value.toFixed(1)}</text>`,
    ].join('');
  });
  const size = `width="${LABELS + BARS + 70}" height="${50 + bars.length * ROW}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="13">`,
    `<title>${title}</title>`,
    '<rect width="100%" height="100%" fill="white"/>',
    `<text x="10" y="22" font-weight="bold">${title}</text>`,
    ...rows,
    '</svg>\n',
  ].join('\n');
}
