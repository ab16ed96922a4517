/** Finds shell and QEMU commands in a Dockerfile, and options in variables. */
import { DOCKERFILE } from '../../syntax/dockerfile/encodings.ts';
import { readDockerfile } from '../../syntax/dockerfile/reader.ts';
import type { DockerInstruction } from '../../syntax/dockerfile/tree.ts';
import { stringsIn } from '../../syntax/json/strings.ts';
import {
  type Dialect,
  dialectOf,
  dialectOfFirstLine,
  shellNamed,
} from '../../syntax/shell/dialect.ts';
import { shlexWords } from '../../syntax/shlex/reader.ts';
import type { Encodings } from '../../text/encoding.ts';
import { allowed, type Fuel, fuelFor } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  concat,
  decodedPiece,
  type MappedText,
  mappedText,
  slice,
  spanOf,
  throughUse,
  unknownText,
  unwritten,
  withMarks,
} from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { lowerEmbeddedShell } from '../from-shell.ts';
import type { Invocation, Word } from '../invocation.ts';
import type { EmbeddedCommand, EmbeddedScript, HostValue } from '../shell/embedded.ts';
import { heldWords, unfollowedAmong, unusedAmong } from '../shell/launch/orphan-options.ts';

/** Command lines in file order, then options in variables. */
export function lowerDockerfile(text: string): readonly Invocation[] {
  const handed: MappedText[] = [];
  const runs = runsIn(readDockerfile(text).instructions, handed);
  const started = lowerEmbeddedShell(runs, { length: text.length });
  const held = handed.flatMap((value) => heldWords(shlexWords(value)));
  const found = [...started, ...unusedAmong(held, started)];
  return [...found, ...unfollowedAmong(handed, found)];
}

/** Scripts in here-documents. */
export function documentsIn(instructions: readonly DockerInstruction[]): readonly EmbeddedScript[] {
  return instructions.flatMap(({ documents }) =>
    documents.map((document) => ({
      text: document.text,
      dialect: dialectOf(document.text.decoded),
    })),
  );
}

interface Stage {
  /** Variables at this point; `ENV` and `ARG` replace the whole map. */
  environment: ReadonlyMap<string, readonly HostValue[]>;
  /** Of `SHELL`; undefined if not supported. */
  dialect: Dialect | undefined;
  /** The last ones, which the image uses. */
  entrypoint: DockerInstruction | undefined;
  command: DockerInstruction | undefined;
}

function newStage(): Stage {
  return { environment: new Map(), dialect: 'posix', entrypoint: undefined, command: undefined };
}

/** What runs, each with its environment; `handed` collects variables' values. */
function* runsIn(
  instructions: readonly DockerInstruction[],
  handed: MappedText[],
): Iterable<EmbeddedScript | EmbeddedCommand> {
  let stage = newStage();
  const fuel = fuelFor(0);
  for (const instruction of instructions) {
    const { keyword, text } = instruction;
    switch (keyword) {
      case 'FROM':
        yield* started(stage);
        stage = newStage();
        break;
      case 'SHELL':
        stage.dialect = shellNamed(stringsIn(text)?.[0]?.value.decoded ?? '');
        break;
      case 'ENV':
      case 'ARG': {
        const environment = new Map(stage.environment);
        const known: Known = { environment: stage.environment, fuel };
        for (const [name, value] of variablesOf(text, keyword, known)) {
          const isKept = environment.size < LIMITS.definitions || environment.has(name);
          if (isKept) environment.set(name, [value]);
          handed.push(value);
        }
        stage.environment = environment;
        break;
      }
      case 'RUN':
        yield* run(instruction, stage);
        break;
      case 'HEALTHCHECK': {
        const [begins] = /^(?:--\S+\s+)*CMD\s+/i.exec(text.decoded) ?? [];
        if (begins === undefined) break;
        yield* run({ ...instruction, text: slice(text, begins.length) }, stage);
        break;
      }
      case 'COPY':
      case 'ADD':
        yield* written(instruction);
        break;
      case 'ENTRYPOINT':
        stage.entrypoint = instruction;
        // A new entry point resets `CMD`.
        stage.command = undefined;
        break;
      case 'CMD':
        stage.command = instruction;
        break;
      default:
    }
  }
  yield* started(stage);
}

function started(stage: Stage): readonly (EmbeddedScript | EmbeddedCommand)[] {
  const { entrypoint, command } = stage;
  const first = entrypoint && stringsIn(entrypoint.text);
  const further = command && stringsIn(command.text);
  if (entrypoint === undefined || first === undefined) {
    const [alone] = [entrypoint ?? command].filter((one) => one !== undefined);
    return alone ? run(alone, stage) : [];
  }
  const words: Word[] = [...first, ...(further ?? [])].map((word) => ({ ...word, many: false }));
  const { environment } = stage;
  const own: EmbeddedCommand = { words, at: entrypoint.at, environment };
  return command && further === undefined ? [own, ...run(command, stage)] : [own];
}

function run(
  { text, documents, at }: DockerInstruction,
  { environment, dialect }: Stage,
): readonly (EmbeddedScript | EmbeddedCommand)[] {
  const options = /^(?:--[\w-]+(?:=\S*)?\s+)*/.exec(text.decoded)?.[0].length ?? 0;
  const command = slice(text, options);
  const strings = stringsIn(command);
  if (strings) {
    const words = strings.map((word) => ({ ...word, many: false }));
    return [{ words, at, environment }];
  }
  const [document] = documents;
  const isScript = document && /^\d*<<-?["']?[\w.]+["']?\s*$/.test(command.decoded);
  const script = isScript ? document.text : withDocuments(command, documents);
  const own = isScript ? dialectOfFirstLine(script.decoded, dialect) : dialect;
  return [{ text: script, dialect: own, environment }];
}

function withDocuments(command: MappedText, documents: DockerInstruction['documents']): MappedText {
  const parts = documents.flatMap(({ text, end }) => [text, end, lineEnd(end.place)]);
  return parts.length === 0 ? command : concat([command, lineEnd(command.place), ...parts]);
}

function lineEnd({ end }: Span): MappedText {
  return unwritten('\n', end, DOCKERFILE.line);
}

function written({ documents }: DockerInstruction): readonly EmbeddedScript[] {
  return documents.flatMap(({ text, isQuoted }) => {
    const dialect = dialectOfFirstLine(text.decoded);
    if (dialect === undefined) return [];
    // The builder expands unquoted here-documents.
    return [{ text, dialect: isQuoted || !text.decoded.includes('$') ? dialect : undefined }];
  });
}

const PART = /\\[\s\S]|\$(?:\w+|[{@*#?$!-])|["']|[^\\$"'\s]+|\s+|[\s\S]/y;

/** The parts of a value: escape, variable, quote, other text. */
function* partsOf({ decoded }: MappedText): Generator<readonly [index: number, own: string]> {
  for (let index = 0; index < decoded.length; ) {
    PART.lastIndex = index;
    let end = index + (PART.exec(decoded)?.[0].length ?? 1);
    for (
      let depth = 1;
      depth > 0 && end < decoded.length && decoded.startsWith('${', index);
      end++
    ) {
      const character = decoded[end];
      if (character === '\\') end++;
      else if (character === '{' && decoded[end - 1] === '$') depth++;
      else if (character === '}') depth--;
    }
    yield [index, decoded.slice(index, end)];
    index = end;
  }
}

interface Known {
  readonly environment: ReadonlyMap<string, readonly HostValue[]>;
  readonly fuel: Fuel;
}

/** Names and values: `A=1 B="2 3"`, or `A 1 2`. */
function variablesOf(
  text: MappedText,
  keyword: string,
  known: Known,
): readonly (readonly [name: string, value: MappedText])[] {
  const old = keyword === 'ENV' && /^(\w+)[ \t]+(?!=)/.exec(text.decoded);
  if (old && !/^\w+=/.test(text.decoded)) {
    const [begins = '', name = ''] = old;
    const value = slice(text, begins.length, text.decoded.trimEnd().length);
    return [[name, expandedValue(value, known)]];
  }
  return wordsOf(text).flatMap((word) => {
    const [begins, name = ''] = /^([A-Za-z_]\w*)=/.exec(word.decoded) ?? [];
    if (begins === undefined) return [];
    return [[name, expandedValue(slice(word, begins.length), known)] as const];
  });
}

function wordsOf(text: MappedText): readonly MappedText[] {
  const words: MappedText[] = [];
  let start: number | undefined;
  let quote = '';
  for (const [index, own] of partsOf(text)) {
    if (quote === '' && /^\s/.test(own)) {
      if (start !== undefined) words.push(slice(text, start, index));
      start = undefined;
      continue;
    }
    start ??= index;
    if (own === quote) quote = '';
    else if (quote === '' && (own === '"' || own === "'")) quote = own;
  }
  if (start !== undefined) words.push(slice(text, start));
  return words;
}

function expandedValue(word: MappedText, known: Known): MappedText {
  const parts: MappedText[] = [];
  let quote = '';
  for (const [index, own] of partsOf(word)) {
    const end = index + own.length;
    const encodings = encodingsIn(quote);
    if (own === quote) quote = '';
    else if (quote === '' && (own === '"' || own === "'")) quote = own;
    else if (own.startsWith('\\') && own.length > 1 && quote !== "'") {
      const isHidden = quote === '' || /["$\\]/.test(own.charAt(1));
      const piece = isHidden ? decodedPiece(word, index, end, own.charAt(1)) : undefined;
      parts.push(inQuotes(piece ? mappedText([piece]) : slice(word, index, end), encodings));
    } else if (own.startsWith('$') && own.length > 1 && quote !== "'") {
      parts.push(expanded(word, index, end, encodings, known));
    } else parts.push(inQuotes(slice(word, index, end), encodings));
  }
  const definition = spanOf(word);
  const value = parts.length === 0 ? mappedText([], definition) : concat(parts);
  return withMarks(value, (piece) => {
    return piece.through.length > 0 ? piece : { ...piece, definition };
  });
}

function encodingsIn(quote: string): Encodings {
  if (quote === '"') return DOCKERFILE['value-double'];
  return quote === "'" ? DOCKERFILE['value-single'] : DOCKERFILE.value;
}

function inQuotes(text: MappedText, encodings: Encodings): MappedText {
  return withMarks(text, (piece) => ({ ...piece, encodings }));
}

function expanded(
  word: MappedText,
  start: number,
  end: number,
  encodings: Encodings,
  variables: Known,
): MappedText {
  const { environment, fuel } = variables;
  const own = slice(word, start, end);
  const at = spanOf(own);
  const [begins = '', name = '', operator] = /^\$\{?(\w+)(?:\}?$|(:?[-+]))/.exec(own.decoded) ?? [];
  const values = environment.get(name);
  const use = { at, source: own.decoded, encodings, definition: spanOf(word) };
  const known = values?.length === 1 ? allowed(fuel, values[0]) : undefined;
  const isUnset = values === undefined || (operator?.startsWith(':') && known?.decoded === '');
  if (operator?.endsWith('-') && isUnset && own.decoded.endsWith('}')) {
    const otherwise = expandedValue(slice(own, begins.length, own.decoded.length - 1), variables);
    return withMarks(otherwise, (piece) => ({ ...piece, defaultOf: use }));
  }
  if (known && !operator?.endsWith('+')) return throughUse(known, use);
  return unknownText(own.decoded, { at, encodings });
}
