import { shlexWords } from '../../syntax/shlex/reader.ts';
import type { TemplateStyle } from '../../syntax/templates/encodings.ts';
import { type ExpressionValue, readTemplate } from '../../syntax/templates/reader.ts';
import type { YamlFile, YamlNode, YamlScalar } from '../../syntax/yaml/tree.ts';
import { allowed, type Fuel } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  concat,
  type MappedText,
  mappedText,
  slice,
  unwritten,
  withMarks,
} from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import type { HostValue } from '../shell/embedded.ts';

/** A shell's environment. */
export type Environment = ReadonlyMap<string, readonly HostValue[]>;

/** The context of texts. */
export interface Reading {
  readonly file: YamlFile;
  readonly templates: TemplateStyle;
  readonly environment: Environment;
  /** Values of a Taskfile's `{{.NAME}}`. */
  readonly variables: Environment;
  readonly fuel: Fuel;
}

/** A node, or an alias's target. */
export function resolved(
  file: YamlFile,
  node: YamlNode | undefined,
): Exclude<YamlNode, { kind: 'alias' }> | undefined {
  return node?.kind === 'alias' ? file.anchored(node) : node;
}

/** A scalar's text after expansion. */
export function textOf(scalar: YamlScalar, reading: Reading): MappedText {
  const { templates, environment, variables } = reading;
  const told =
    templates === 'github'
      ? valuesIn(environment, /^\$\{\{\s*env\.(\w+)\s*\}\}$/, reading)
      : variables.size > 0
        ? valuesIn(variables, /^\{\{-?\s*\.(\w+)\s*-?\}\}$/, reading)
        : undefined;
  return readTemplate(scalar.text(), templates, told);
}

/** `${{ env.PORT }}` from `env:`, `{{.PORT}}` from `vars:`. */
function valuesIn(known: Environment, form: RegExp, { fuel }: Reading): ExpressionValue {
  return (source) => {
    const name = form.exec(source)?.[1];
    const values = name === undefined ? undefined : known.get(name);
    return values?.length === 1 ? allowed(fuel, values[0]) : undefined;
  };
}

/** The scalars of a node, nested lists flattened. */
export function scalarsOf(file: YamlFile, node: YamlNode | undefined): readonly YamlScalar[] {
  const value = resolved(file, node);
  if (value?.kind === 'scalar') return [value];
  const found: YamlScalar[] = [];
  for (const { value: item } of value?.kind === 'list' ? value.items : []) {
    const one = resolved(file, item);
    if (one?.kind === 'scalar') found.push(one);
    for (const { value: inner } of one?.kind === 'list' ? one.items : []) {
      if (inner?.kind === 'scalar') found.push(inner);
      if (found.length >= LIMITS.many) return found;
    }
    if (found.length >= LIMITS.many) return found;
  }
  return found;
}

/** Texts as the lines of a script. */
export function linesAsScript(texts: readonly MappedText[]): MappedText {
  return concat(
    texts.flatMap((text, index) => (index === 0 ? [text] : [lineEnd(texts[index - 1]), text])),
  );
}

function lineEnd(text: MappedText | undefined): MappedText {
  const last = text?.pieces.at(-1);
  if (last === undefined || (last.kind === 'known' && last.text.endsWith('\n')))
    return mappedText([]);
  return unwritten('\n', last.at.end, last.encodings);
}

/** List items, or a text split without a shell. */
export function wordsOf(node: YamlNode | undefined, reading: Reading): readonly Word[] {
  const { file } = reading;
  const value = resolved(file, node);
  if (value?.kind === 'scalar') return shlexWords(textOf(value, reading));
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item): readonly Word[] => {
    const scalar = resolved(file, item.value);
    if (scalar?.kind !== 'scalar') return [];
    // An aliased item is written elsewhere.
    const at = scalar === item.value ? item.at : scalar.at;
    return [{ value: textOf(scalar, reading), at, many: false }];
  });
}

/** A map, a list of `NAME=value`, or `name:` and `value:`. */
export function variablesOf(
  node: YamlNode | undefined,
  reading: Reading,
): readonly (readonly [name: string, value: MappedText])[] {
  const { file } = reading;
  const value = resolved(file, node);
  if (value?.kind === 'map') {
    return value.entries.flatMap(({ key, value: own }) => {
      const scalar = resolved(file, own);
      return scalar?.kind === 'scalar'
        ? [[key, defined(textOf(scalar, reading), scalar)] as const]
        : [];
    });
  }
  if (value?.kind !== 'list') return [];
  return value.items.flatMap(({ value: item }) => {
    const own = resolved(file, item);
    if (own?.kind === 'map') {
      const [name] = scalarsOf(file, own.entries.find(({ key }) => key === 'name')?.value);
      const [held] = scalarsOf(file, own.entries.find(({ key }) => key === 'value')?.value);
      return name && held
        ? [[name.text().decoded, defined(textOf(held, reading), held)] as const]
        : [];
    }
    if (own?.kind !== 'scalar') return [];
    const text = textOf(own, reading);
    const name = /^[A-Za-z_]\w*(?==)/.exec(text.decoded)?.[0];
    return name === undefined ? [] : [[name, defined(slice(text, name.length + 1), own)] as const];
  });
}

function defined(text: MappedText, { at }: YamlScalar): MappedText {
  return withMarks(text, (piece) => ({ ...piece, definition: at }));
}
