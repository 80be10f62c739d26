/** Parses the text of a JSON file. The message of its error shows nothing of the text, which may hold secrets. */
export function parseJsonFile(text: string): unknown {
  try {
    // Some editors, and PowerShell 5, begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error('it is no JSON.', { cause: error });
  }
}
