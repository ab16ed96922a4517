/** Hovers as Markdown with links, or as plain text. */
import type { Hover, MarkupContent } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { HoverText } from '../../service/hover/hover.ts';
import type { Line, Part } from '../../service/hover/prose.ts';
import { rulePageUrl } from '../../service/language-service.ts';
import type { FilePlace } from '../../text/file-set.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { toRange } from '../../workspace/positions.ts';
import type { ClientFeatures } from './convert.ts';

export function toHover(
  document: TextDocument,
  { at, lines }: HoverText,
  find: FindDocument,
  features: ClientFeatures,
): Hover {
  return {
    range: toRange(document, at, features.encoding),
    contents: toMarkup(lines, features.markdown, find, features.rulePages),
  };
}

/** Lines as Markdown or plain text. Without `find` places get no link. */
export function toMarkup(
  lines: readonly Line[],
  isMarkdown: boolean,
  find: FindDocument = () => undefined,
  rulePages = '',
): MarkupContent {
  if (!isMarkdown) return { kind: 'plaintext', value: inParagraphs(lines, ({ text }) => text) };
  return {
    kind: 'markdown',
    value: inParagraphs(lines, (part) => markdown(part, find, rulePages)),
  };
}

function inParagraphs(lines: readonly Line[], mark: (part: Part) => string): string {
  let value = '';
  let before: Line['kind'] | undefined;
  for (const { kind, parts } of lines) {
    if (before !== undefined) value += kind === 'item' && before === 'item' ? '\n' : '\n\n';
    value += (kind === 'item' ? '- ' : '') + parts.map(mark).join('');
    before = kind;
  }
  return value;
}

function markdown(part: Part, find: FindDocument, rulePages: string): string {
  switch (part.kind) {
    case 'text':
      return escaped(part.text);
    case 'strong':
      return `**${escaped(part.text)}**`;
    case 'code':
      return code(part.text);
    case 'place': {
      const uri = uriOf(part.place, find);
      return uri === undefined ? escaped(part.text) : `[${escaped(part.text)}](${uri})`;
    }
    case 'rule':
      return `[${escaped(part.text)}](${target(rulePageUrl(part.text, rulePages))})`;
    case 'link':
      return `[${escaped(part.text)}](${target(part.url)})`;
  }
}

/** `file:///w/run.sh#L3,5` (`extractSelection` of VS Code's opener); undefined if VS Code does not open it. */
function uriOf({ path, at }: FilePlace, find: FindDocument): string | undefined {
  const file = find(path);
  if (file === undefined || !/^(?:file|vscode-remote):/.test(file.uri)) return undefined;
  const { line, character } = file.document.positionAt(at.start);
  return target(`${file.uri}#L${line + 1},${character + 1}`);
}

/** Escapes what would end a link in Markdown. */
function target(uri: string): string {
  return uri.replace(/[()<>\s]/g, (character) =>
    encodeURIComponent(character).replace(/[()]/g, paren),
  );
}

function paren(character: string): string {
  return character === '(' ? '%28' : '%29';
}

function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || line.trim() !== line ? ' ' : '';
  return fence + pad + line + pad + fence;
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+!|<>&~]/g, '\\$&');
}
