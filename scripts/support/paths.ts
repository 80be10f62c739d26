import { fileURLToPath } from 'node:url';

const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const documentPath: string = inRoot('openapi.yaml');
export const generatedPath: string = inRoot('generated');
export const picturePath: string = inRoot('docs/demo.svg');
