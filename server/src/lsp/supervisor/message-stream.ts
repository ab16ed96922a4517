/** The protocol's messages on byte streams. The library's reader loads more slowly than the rest of the supervisor. */
import * as l10n from '@vscode/l10n';
import type { Message } from './session-record.ts';

const MAX_HEADER = 4096;
const MAX_BODY = 512 * 1024 * 1024;

const END_OF_HEADER = '\r\n\r\n';

/** A message with its header. */
export function framed(message: object): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}${END_OF_HEADER}${body}`;
}

/** `garbled` gets a message that is not JSON. The result throws if the stream has no messages. */
export function messageReader(
  take: (message: Message) => void,
  garbled: () => void,
): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let length = 0;
  let wanted = 0;
  let body: number | undefined;

  function headerOf(bytes: Buffer): number | undefined {
    const end = bytes.subarray(0, MAX_HEADER).indexOf(END_OF_HEADER);
    if (end < 0 && bytes.length >= MAX_HEADER)
      throw new Error(l10n.t('The header of a message is too long'));
    if (end < 0) return undefined;
    const header = bytes.toString('latin1', 0, end);
    const written = /^Content-Length[ \t]*:[ \t]*(\d+)[ \t]*$/im.exec(header)?.[1];
    if (written === undefined)
      throw new Error(l10n.t('The header of a message has no Content-Length'));
    if (Number(written) > MAX_BODY) throw new Error(l10n.t('A message is too long'));
    body = Number(written);
    return end + END_OF_HEADER.length;
  }

  return (piece) => {
    pieces.push(piece);
    length += piece.length;
    if (length < wanted) return;
    let bytes = pieces.length === 1 ? piece : Buffer.concat(pieces, length);
    for (;;) {
      if (body === undefined) {
        const start = headerOf(bytes);
        if (start !== undefined) bytes = bytes.subarray(start);
      }
      if (body === undefined || bytes.length < body) break;
      const message = parsed(bytes.toString('utf8', 0, body));
      bytes = bytes.subarray(body);
      body = undefined;
      if (message) take(message);
      else garbled();
    }
    pieces = bytes.length > 0 ? [bytes] : [];
    length = bytes.length;
    wanted = body ?? 0;
  };
}

function parsed(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}
