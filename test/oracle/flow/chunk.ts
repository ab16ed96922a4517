/**
 * A generated script as a tree, so that a part of it can be left out and the rest is a script still.
 * It knows nothing about what the parts do.
 */

export type Chunk =
  /** A simple command, by words; the first one stays when others are left out. */
  | { readonly kind: 'command'; readonly words: readonly string[] }
  /** Something that cannot be divided, maybe of several lines, such as a command with a here-document. */
  | { readonly kind: 'text'; readonly text: string }
  /** `if …; then`, a body, `else`, a body, `fi`: what frames the bodies is a line of its own. */
  | { readonly kind: 'block'; readonly parts: readonly (string | readonly Chunk[])[] }
  /** Commands whose text is put into something: the quotes of `bash -c '…'`, a here-document. */
  | {
      readonly kind: 'wrapped';
      readonly body: readonly Chunk[];
      readonly wrap: (text: string) => string;
    };

export function command(...words: readonly string[]): Chunk {
  return { kind: 'command', words };
}

export function text(lines: string): Chunk {
  return { kind: 'text', text: lines };
}

export function block(...parts: readonly (string | readonly Chunk[])[]): Chunk {
  return { kind: 'block', parts };
}

export function wrapped(body: readonly Chunk[], wrap: (text: string) => string): Chunk {
  return { kind: 'wrapped', body, wrap };
}

/** The script that the chunks are, without a line ending at its end. A body without chunks is `:`. */
export function render(chunks: readonly Chunk[]): string {
  return chunks.length === 0 ? ':' : chunks.map(renderOne).join('\n');
}

function renderOne(chunk: Chunk): string {
  switch (chunk.kind) {
    case 'command':
      return chunk.words.join(' ');
    case 'text':
      return chunk.text;
    case 'block':
      return chunk.parts.map((part) => (typeof part === 'string' ? part : render(part))).join('\n');
    case 'wrapped':
      return chunk.wrap(render(chunk.body));
  }
}

/** The same script with one thing less, the biggest things first. */
export function* smaller(chunks: readonly Chunk[]): Iterable<readonly Chunk[]> {
  for (let size = chunks.length >> 1; size > 1; size >>= 1) {
    for (let at = 0; at < chunks.length; at += size) yield chunks.toSpliced(at, size);
  }
  for (let at = chunks.length - 1; at >= 0; at--) yield chunks.toSpliced(at, 1);
  for (const [at, chunk] of chunks.entries()) {
    for (const body of bodies(chunk)) yield chunks.toSpliced(at, 1, ...body);
    for (const less of smallerOne(chunk)) yield chunks.with(at, less);
  }
}

/** What can stand for a chunk that holds others: each of its bodies alone. */
function bodies(chunk: Chunk): readonly (readonly Chunk[])[] {
  if (chunk.kind === 'wrapped') return [chunk.body];
  if (chunk.kind !== 'block') return [];
  return chunk.parts.filter((part) => typeof part !== 'string');
}

function* smallerOne(chunk: Chunk): Iterable<Chunk> {
  switch (chunk.kind) {
    case 'command':
      for (let at = chunk.words.length - 1; at > 0; at--) {
        yield { ...chunk, words: chunk.words.toSpliced(at, 1) };
      }
      return;
    case 'text':
      for (const separator of ['\n', ' ']) {
        // Most of these are no script any more, which the shell says.
        const parts = chunk.text.split(separator);
        for (let at = parts.length - 1; at >= 0 && parts.length > 1; at--) {
          yield { ...chunk, text: parts.toSpliced(at, 1).join(separator) };
        }
      }
      return;
    case 'block':
      for (const [at, part] of chunk.parts.entries()) {
        if (typeof part === 'string') continue;
        for (const less of smaller(part)) yield { ...chunk, parts: chunk.parts.with(at, less) };
      }
      return;
    case 'wrapped':
      for (const less of smaller(chunk.body)) yield { ...chunk, body: less };
  }
}
