/**
 * Messages of the protocol on streams of bytes: a header with the length of the body in bytes, an empty line, the
 * body. The library has this too, and takes longer to be loaded than the rest of the supervisor.
 */
import * as l10n from '@vscode/l10n';
import type { Message } from './session-record.ts';

/** The longest header and the longest body that anybody means. */
const MAX_HEADER = 4096;
const MAX_BODY = 512 * 1024 * 1024;

const END_OF_HEADER = '\r\n\r\n';

/** A message as it goes over a stream. */
export function framed(message: object): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}${END_OF_HEADER}${body}`;
}

/**
 * Takes the pieces of a stream and hands out the messages in them; `garbled` is told of a body that is no JSON. Throws
 * where the stream is none of messages: what comes behind that cannot be told apart any more.
 */
export function messageReader(
  take: (message: Message) => void,
  garbled: () => void,
): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let length = 0;
  /** How many bytes it takes to go on: those of the body, or one more of the header. */
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
