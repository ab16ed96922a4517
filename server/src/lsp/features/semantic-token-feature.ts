/** Colours QEMU's text by the protocol's own types, which all themes know. Why: docs/decisions/client.md */
import {
  SemanticTokenModifiers,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensDelta,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SemanticTokenTypes,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { coloursIn } from '../../service/language-service.ts';
import type { Colour, ColourKind } from '../../service/navigation/colours.ts';
import { getOrInsert } from '../../text/lookup.ts';
import type { Span } from '../../text/span.ts';
import { toRange, toSpan } from '../../workspace/positions.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { LEGEND } from '../capabilities.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';
import { analysesOf } from './known-users.ts';

/** An id is constant, and themes tell constants from properties. */
const ID = SemanticTokenTypes.variable;

const TYPES: Readonly<Record<ColourKind, SemanticTokenTypes>> = {
  option: SemanticTokenTypes.keyword,
  section: SemanticTokenTypes.keyword,
  prefix: SemanticTokenTypes.keyword,
  type: SemanticTokenTypes.type,
  property: SemanticTokenTypes.property,
  value: SemanticTokenTypes.string,
  argument: SemanticTokenTypes.string,
  file: SemanticTokenTypes.string,
  address: SemanticTokenTypes.number,
  definition: ID,
  reference: ID,
};

const MODIFIERS: Readonly<Partial<Record<ColourKind, readonly SemanticTokenModifiers[]>>> = {
  definition: [SemanticTokenModifiers.definition, SemanticTokenModifiers.readonly],
  reference: [SemanticTokenModifiers.readonly],
};

export function semanticTokenFeature(context: ServerContext): ServerFeature {
  const { connection, features, attempt } = context;
  /** The last answer of each document, for deltas. */
  const told = new Map<string, SemanticTokensBuilder>();

  // Null lets another server's tokens show.
  connection.onRequest(SemanticTokensRequest.type, ({ textDocument: { uri } }, token) =>
    answerFor<SemanticTokens>(context, { uri }, token, (document, look) => {
      const builder = new SemanticTokensBuilder();
      told.set(uri, builder);
      const colours = coloursOf(document, look);
      push(builder, document, colours);
      return colours.length > 0 ? builder.build() : null;
    }),
  );

  connection.onRequest(
    SemanticTokensDeltaRequest.type,
    ({ textDocument: { uri }, previousResultId }, token) =>
      answerFor<SemanticTokens | SemanticTokensDelta>(context, { uri }, token, (document, look) => {
        const builder = getOrInsert(told, uri, () => new SemanticTokensBuilder());
        builder.previousResult(previousResultId);
        push(builder, document, coloursOf(document, look));
        return builder.buildEdits();
      }),
  );

  connection.onRequest(SemanticTokensRangeRequest.type, ({ textDocument: { uri }, range }, token) =>
    answerFor<SemanticTokens>(context, { uri }, token, (document, look) => {
      const builder = new SemanticTokensBuilder();
      const within = toSpan(document, range, features().encoding);
      const colours = coloursOf(document, look, within);
      push(builder, document, colours);
      return colours.length > 0 ? builder.build() : null;
    }),
  );

  function coloursOf(document: TextDocument, look: Snapshot, within?: Span): readonly Colour[] {
    return coloursIn(look.path, document.getText(), analysesOf(look), within);
  }

  function push(
    builder: SemanticTokensBuilder,
    document: TextDocument,
    colours: readonly Colour[],
  ): void {
    for (const { at, kind } of colours) {
      const { start, end } = toRange(document, at, features().encoding);
      const length = end.character - start.character;
      const type = LEGEND.tokenTypes.indexOf(TYPES[kind]);
      builder.push(start.line, start.character, length, type, modifierBits(kind));
    }
  }

  /** Makes the client ask again, since other files may decide which text is QEMU's. */
  function refresh(): void {
    if (context.capabilities().workspace?.semanticTokens?.refreshSupport) {
      attempt(Promise.resolve(connection.languages.semanticTokens.refresh()));
    }
  }

  return {
    closed: ({ uri }) => {
      told.delete(uri);
    },
    looksChanged: refresh,
  };
}

function modifierBits(kind: ColourKind): number {
  const modifiers = MODIFIERS[kind] ?? [];
  return modifiers.reduce((bits, one) => bits | (1 << LEGEND.tokenModifiers.indexOf(one)), 0);
}
