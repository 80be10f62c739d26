/** The text of a body up to a limit. */
export interface BodyText {
  text: string;
  /** False when the body was longer and the rest was cancelled. */
  complete: boolean;
}

/** Reads a body to its end, so that its connection can be used again, or up to `limit` bytes. */
export async function readText(body: ReadableStream<Uint8Array> | null, limit: number): Promise<BodyText> {
  if (!body) {
    return { text: '', complete: true };
  }
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) {
      return { text: text + decoder.decode(), complete: true };
    }
    const room = limit - size;
    if (value.byteLength > room) {
      // Not awaited: a peer that never lets go would hold the call.
      reader.cancel().catch(() => {});
      return { text: text + decoder.decode(value.subarray(0, room)), complete: false };
    }
    size += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
}
