/** Completion items of the protocol. */
import {
  type ClientCapabilities,
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TabStop } from '../../languages/support.ts';
import type {
  CompletionKind,
  CompletionItem as OfferedItem,
} from '../../service/completion/completion-item.ts';
import { type PositionEncoding, toRange } from '../../workspace/positions.ts';
import { toMarkup } from './hover-markup.ts';
import { escapeText } from './snippets.ts';

interface CompletionFeatures {
  readonly snippets: boolean;
  /** Whether its user decides about the text behind the cursor. */
  readonly insertReplace: boolean;
  readonly markdown: boolean;
  readonly tags: boolean;
  readonly labelDetails: boolean;
  /** Whether it has the flag from before tags. */
  readonly deprecated: boolean;
  /** Whether it can leave indentation alone. */
  readonly asIs: boolean;
}

export function readCompletionFeatures({ textDocument }: ClientCapabilities): CompletionFeatures {
  const item = textDocument?.completion?.completionItem;
  return {
    snippets: item?.snippetSupport === true,
    insertReplace: item?.insertReplaceSupport === true,
    markdown: item?.documentationFormat?.includes('markdown') ?? false,
    tags: item?.tagSupport?.valueSet.includes(CompletionItemTag.Deprecated) ?? false,
    labelDetails: item?.labelDetailsSupport === true,
    deprecated: item?.deprecatedSupport === true,
    asIs: item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) ?? false,
  };
}

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  option: CompletionItemKind.Keyword,
  backend: CompletionItemKind.Class,
  scheme: CompletionItemKind.Class,
  type: CompletionItemKind.Class,
  property: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  id: CompletionItemKind.Reference,
  group: CompletionItemKind.Module,
  snippet: CompletionItemKind.Snippet,
};

/** An item; `index` keeps our order, safe ones first. */
export function toCompletionItem(
  document: TextDocument,
  item: OfferedItem,
  index: number,
  encoding: PositionEncoding,
  features: CompletionFeatures,
): CompletionItem {
  const { label, kind, edit, cursor, also, filter, deprecated, note, detail } = item;
  const replace = toRange(document, edit.at, encoding);
  const insert = toRange(document, { start: edit.at.start, end: cursor }, encoding);
  const isSnippet = features.snippets && item.stops.length > 0;
  const newText = isSnippet ? withTabStops(edit.text, item.stops) : edit.text;
  const lines = item.documentation();
  return {
    label,
    kind: KINDS[kind],
    ...beside(note, detail, features),
    sortText: String(index).padStart(4, '0'),
    ...(filter === undefined ? {} : { filterText: filter }),
    textEdit: features.insertReplace ? { newText, insert, replace } : { newText, range: replace },
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(features.asIs && newText.includes('\n') ? { insertTextMode: InsertTextMode.asIs } : {}),
    ...(also.length === 0
      ? {}
      : {
          additionalTextEdits: also.map(({ at, text }) => ({
            range: toRange(document, at, encoding),
            newText: text,
          })),
        }),
    ...(deprecated ? deprecation(features) : {}),
    ...(lines.length === 0 ? {} : { documentation: toMarkup(lines, features.markdown) }),
  };
}

function beside(
  note: string | undefined,
  detail: string | undefined,
  { labelDetails }: CompletionFeatures,
): Partial<CompletionItem> {
  if (labelDetails && note !== undefined) {
    return { labelDetails: { description: note }, ...(detail === undefined ? {} : { detail }) };
  }
  const words = [note, detail].filter((part) => part !== undefined);
  return words.length === 0 ? {} : { detail: words.join(' · ') };
}

function deprecation({ tags, deprecated }: CompletionFeatures): Partial<CompletionItem> {
  if (tags) return { tags: [CompletionItemTag.Deprecated] };
  return deprecated ? { deprecated: true } : {};
}

/** `wait=${1|off,on|}`, `unix:\${XDG_RUNTIME_DIR:-$HOME}/${1:run}-monitor.sock`. */
function withTabStops(text: string, stops: readonly TabStop[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const [index, { start, end, choices }] of stops.entries()) {
    parts.push(escapeText(text.slice(position, start)));
    const number = index + 1;
    parts.push(
      choices
        ? `\${${number}|${choices.map(escapeChoice).join(',')}|}`
        : `\${${number}:${escapeText(text.slice(start, end))}}`,
    );
    position = end;
  }
  parts.push(escapeText(text.slice(position)));
  return parts.join('');
}

function escapeChoice(text: string): string {
  return text.replace(/[\\,|]/g, '\\$&');
}
