import { fileURLToPath } from 'node:url';

const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const packagePath: string = inRoot('');
export const apiReportPath: string = inRoot('etc');
export const documentPath: string = inRoot('openapi.yaml');
export const generatedPath: string = inRoot('generated');
export const redoclyConfigPath: string = inRoot('redocly.yaml');
