/** Definitions, references and highlights of ids, QEMU's variables, and files brought in. */
import {
  type Definition,
  type DefinitionLink,
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { definitionsAt, idPlacesAt } from '../../service/language-service.ts';
import type { NavigationTarget } from '../../service/navigation/targets.ts';
import type { FilePlace } from '../../text/file-set.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { offsetOf, toRange } from '../../workspace/positions.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';
import { analysesOf, usersOfId } from './known-users.ts';

export function definitionFeature(context: ServerContext): ServerFeature {
  const { connection, features } = context;

  connection.onDefinition(({ textDocument, position }, token) =>
    answerFor<Definition | DefinitionLink[]>(context, textDocument, token, (document, look) => {
      const offset = offsetOf(document, position, features().encoding);
      const targets = definitionsAt(look.path, offset, analysesOf(look));
      const find = context.findFrom(document, look);
      if (targets.length === 0) return null;
      const hasLinks = context.capabilities().textDocument?.definition?.linkSupport === true;
      return hasLinks
        ? targets.flatMap((target) => toLink(document, target, find) ?? [])
        : targets.flatMap(({ place }) => toLocation(place, find) ?? []);
    }),
  );

  connection.onReferences(({ textDocument, position, context: wanted }, token) =>
    answerFor<Location[]>(context, textDocument, token, async (document, look) => {
      const offset = offsetOf(document, position, features().encoding);
      const isUnwanted = () => token.isCancellationRequested;
      const users = await usersOfId(context, document, look, offset, isUnwanted);
      const places = idPlacesAt(look.path, offset, users.analyses);
      if (places.length === 0) return null;
      return places
        .filter(({ role }) => role === 'reference' || wanted.includeDeclaration)
        .flatMap((place) => toLocation(place, users.find) ?? []);
    }),
  );

  connection.onDocumentHighlight(({ textDocument, position }, token) =>
    answerFor<DocumentHighlight[]>(context, textDocument, token, (document, look) => {
      const { encoding } = features();
      const offset = offsetOf(document, position, encoding);
      const places = idPlacesAt(look.path, offset, analysesOf(look));
      const own = places.filter(({ path }) => path === look.path);
      if (own.length === 0) return null;
      return own.map(({ at, role }) => ({
        range: toRange(document, at, encoding),
        kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    }),
  );

  function toLocation({ path, at }: FilePlace, find: FindDocument): Location | undefined {
    const file = find(path);
    return file && { uri: file.uri, range: toRange(file.document, at, features().encoding) };
  }

  function toLink(
    document: TextDocument,
    { origin, place, whole }: NavigationTarget,
    find: FindDocument,
  ): LocationLink | undefined {
    const { encoding } = features();
    const file = find(place.path);
    return (
      file && {
        originSelectionRange: toRange(document, origin, encoding),
        targetUri: file.uri,
        targetRange: toRange(file.document, whole.at, encoding),
        targetSelectionRange: toRange(file.document, place.at, encoding),
      }
    );
  }

  return {};
}
