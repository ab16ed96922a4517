/** Writes text into the instructions of a Dockerfile, so that a builder gives it back. */
import { type Encode, type Encodings, type LayerPart, writtenIn } from '../../text/encoding.ts';

/**
 * Where text stands: on the lines of an instruction; in a document below one; in the value of a variable, by the quotes
 * around it, where variables are replaced.
 */
type DockerContext = 'line' | 'document' | 'value' | 'value-single' | 'value-double';

const PREFIX = 'dockerfile-';

/** Nothing holds a line ending, and a line may not end as if it went on. */
const encode: Encode = (parts, from, to, { level }) => {
  if (from !== to) return undefined;
  const encoded: LayerPart[] = [];
  for (const part of parts) {
    const text = part.kind === 'text' ? part.text : part.source;
    if (/[\r\n\0]/.test(text)) return undefined;
    if (part.kind === 'source' && part.level <= level) encoded.push(part);
    else encoded.push({ kind: 'text', text: escaped(text, from.id) });
  }
  const last = encoded.at(-1);
  const isOpen = last?.kind === 'text' && /[\\`]$/.test(last.text);
  return isOpen && from.id === `${PREFIX}line` ? undefined : encoded;
};

function escaped(text: string, id: string): string {
  switch (id) {
    case `${PREFIX}value`:
      return text.replace(/[\s$"'\\`]/g, '\\$&');
    case `${PREFIX}value-double`:
      return text.replace(/[$"\\`]/g, '\\$&');
    case `${PREFIX}value-single`:
      return text.replaceAll("'", `'\\''`);
    default:
      return text;
  }
}

function encoding(context: DockerContext): Encodings {
  const expands = context === 'value' || context === 'value-double';
  return writtenIn({ id: `${PREFIX}${context}`, notation: 'dockerfile', expands, encode });
}

/** How text of a file is written at each kind of place. */
export const DOCKERFILE: Readonly<Record<DockerContext, Encodings>> = {
  line: encoding('line'),
  document: encoding('document'),
  value: encoding('value'),
  'value-single': encoding('value-single'),
  'value-double': encoding('value-double'),
};
