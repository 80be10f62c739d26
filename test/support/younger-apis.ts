import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const TYPED_ARRAY: object = Object.getPrototypeOf(Uint8Array.prototype);
const ITERATOR: object = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

/** What one of Node 20.19, Chrome 100 and Safari 16.4 lacks, and this platform may have. */
const YOUNGER: readonly [object, readonly PropertyKey[]][] = [
  [URL, ['canParse', 'parse']],
  [URLSearchParams.prototype, ['size']],
  [AbortSignal, ['any', 'timeout']],
  [Promise, ['withResolvers', 'try']],
  [Array, ['fromAsync']],
  [Array.prototype, ['toSorted', 'toSpliced', 'toReversed', 'with']],
  [TYPED_ARRAY, ['toSorted', 'toReversed', 'with']],
  [Uint8Array, ['fromBase64', 'fromHex']],
  [Uint8Array.prototype, ['toBase64', 'toHex']],
  [ArrayBuffer.prototype, ['resize', 'resizable', 'transfer', 'transferToFixedLength']],
  [Object, ['groupBy']],
  [Map, ['groupBy']],
  [Map.prototype, ['getOrInsert', 'getOrInsertComputed']],
  [
    Set.prototype,
    ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
  ],
  [ITERATOR, ['map', 'filter', 'take', 'drop', 'flatMap', 'reduce', 'toArray', 'forEach', 'some', 'every', 'find']],
  [String.prototype, ['isWellFormed', 'toWellFormed']],
  [RegExp, ['escape']],
  [Error, ['isError']],
  [JSON, ['rawJSON', 'isRawJSON']],
  [Response, ['json']],
  [Response.prototype, ['bytes']],
  [Request.prototype, ['bytes']],
  [Headers.prototype, ['getSetCookie']],
  [ReadableStream, ['from']],
  [ReadableStream.prototype, ['values', Symbol.asyncIterator]],
];

const SOURCES: readonly string[] = ['../../src/', '../../generated/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

// The fetch of Node needs some of them itself, so they are hidden from the sources of the package alone.
function isReadBySources(): boolean {
  const reader = new Error().stack?.split('\n')[3] ?? '';
  return SOURCES.some((folder) => reader.includes(folder));
}

/** Makes them undefined for the sources of the package until the test is over. */
export function hideYoungerApis(): void {
  for (const [holder, names] of YOUNGER) {
    for (const name of names) {
      const descriptor = Object.getOwnPropertyDescriptor(holder, name);
      if (!descriptor) {
        continue;
      }
      Object.defineProperty(holder, name, {
        configurable: true,
        get(): unknown {
          const visible = descriptor.get ? descriptor.get.call(this) : descriptor.value;
          return isReadBySources() ? undefined : visible;
        },
      });
      onTestFinished(() => {
        Object.defineProperty(holder, name, descriptor);
      });
    }
  }
}
